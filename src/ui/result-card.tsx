import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { useLanguage } from './language.tsx';
import styles from './result-card.module.css';

export type ResultKind = 'success' | 'warning' | 'refusal' | 'info';

export interface ResultCardProps {
  readonly kind: ResultKind;
  /** Read at arm's length. */
  readonly headline: string;
  /** What to do next, in one or two sentences. */
  readonly words?: ComponentChildren;
  /** Amounts, the refused code's name and the like. */
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
}

const ICONS: Readonly<Record<ResultKind, IconName>> = {
  success: 'success',
  warning: 'warning',
  refusal: 'refusal',
  info: 'info',
};

/** The one big answer after a scan: colour, icon, headline and words all say the same. Announced at once. */
export function ResultCard({ kind, headline, words, children, actions }: ResultCardProps) {
  const { shared } = useLanguage();
  return (
    <section
      class={`${styles.card} ${styles[kind]}`}
      data-result={kind}
      role={kind === 'refusal' ? 'alert' : 'status'}
    >
      <div class={styles.head}>
        <Icon name={ICONS[kind]} size="xl" label={shared.result[kind]} />
        <h2 class={styles.headline}>{headline}</h2>
      </div>
      {words !== undefined && <p class={styles.words}>{words}</p>}
      {children !== undefined && <div class={styles.detail}>{children}</div>}
      {actions !== undefined && <div class={styles.actions}>{actions}</div>}
    </section>
  );
}
