import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import styles from './list-row.module.css';

export interface ListRowProps {
  readonly title: ComponentChildren;
  readonly detail?: ComponentChildren;
  /** What stands at the end of the line: a number, a chip. */
  readonly end?: ComponentChildren;
  readonly icon?: IconName;
  /** Colour of the icon's disc. */
  readonly colour?: string;
  readonly href?: string;
  readonly onClick?: () => void;
}

export function ListRow(props: ListRowProps) {
  const inside = <RowInside {...props} />;
  if (props.href !== undefined) {
    return (
      <a class={`${styles.row} ${styles.active}`} href={props.href}>
        {inside}
      </a>
    );
  }
  if (props.onClick !== undefined) {
    return (
      <button class={`${styles.row} ${styles.active}`} type="button" onClick={props.onClick}>
        {inside}
      </button>
    );
  }
  return <div class={styles.row}>{inside}</div>;
}

function RowInside({ title, detail, end, icon, colour, href, onClick }: ListRowProps) {
  const leads = href !== undefined || onClick !== undefined;
  return (
    <>
      {icon !== undefined && (
        <span class={styles.mark} style={colour === undefined ? undefined : { '--accent': colour }}>
          <span class={colour === undefined ? styles.disc : styles.colourDisc}>
            <Icon name={icon} />
          </span>
        </span>
      )}
      <span class={styles.words}>
        <span class={styles.title}>{title}</span>
        {detail !== undefined && <span class={styles.detail}>{detail}</span>}
      </span>
      {end !== undefined && <span class={styles.end}>{end}</span>}
      {leads && (
        <span class={styles.lead}>
          <Icon name="forward" size="s" />
        </span>
      )}
    </>
  );
}

/** Rows on one sheet of stock, divided by hairlines. */
export function RowList({
  children,
  label,
}: {
  readonly children: ComponentChildren;
  readonly label?: string;
}) {
  return (
    <ul class={styles.list} aria-label={label}>
      {children}
    </ul>
  );
}
