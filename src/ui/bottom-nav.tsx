import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import styles from './bottom-nav.module.css';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  /** The raised round button in the middle. */
  readonly raised?: boolean;
  /** A number on the icon, e.g. unsent records. */
  readonly count?: string;
}

export interface BottomNavProps {
  readonly label: string;
  readonly items: readonly NavItem[];
  /** The item whose screen is open. */
  readonly currentHref: string;
}

/** The main menu: along the lower edge on a phone, a rail at the side on a tablet. */
export function BottomNav({ label, items, currentHref }: BottomNavProps) {
  return (
    <nav class={styles.nav} aria-label={label}>
      <ul class={styles.items}>
        {items.map((item) => (
          <li key={item.href} class={styles.place}>
            <a
              class={`${styles.item} ${item.raised === true ? styles.raised : ''}`}
              href={item.href}
              aria-current={item.href === currentHref ? 'page' : undefined}
            >
              <span class={styles.mark}>
                <Icon name={item.icon} />
                {item.count !== undefined && <bdi class={styles.count}>{item.count}</bdi>}
              </span>
              <span class={styles.label}>{item.label}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
