import type { TierView } from '#bridge/wallet-api.ts';
import { Icon } from '#ui/icon.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useWords } from '#wallet/environment.ts';
import styles from './programme.module.css';

export interface TierLadderProps {
  readonly tiers: readonly TierView[];
  readonly colour: string;
}

/** The levels in order, the reached ones filled, with what is missing to each of the others. */
export function TierLadder({ tiers, colour }: TierLadderProps) {
  return (
    <ol class={styles.ladder} style={{ '--accent': colour }}>
      {tiers.map((tier) => (
        <li key={tier.id} class={styles.rung} aria-current={tier.current ? 'step' : undefined}>
          <span class={`${styles.dot} ${tier.reached ? styles.reached : ''}`}>
            {tier.reached && <Icon name="check" size="s" />}
          </span>
          <span class={styles.tierWords}>
            <span class={styles.tierName}>{tier.name}</span>
            <TierState tier={tier} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function TierState({ tier }: { readonly tier: TierView }) {
  const words = useWords();
  const { format } = useLanguage();
  if (tier.current) {
    return (
      <span class={styles.tierState}>
        {words.programme.tierCurrent}
        {tier.untilMs !== undefined && <span> · {words.programme.tierUntil(format.day(tier.untilMs))}</span>}
      </span>
    );
  }
  const state = tier.reached
    ? words.programme.tierReached
    : tier.missing && words.programme.tierMissing(tier.missing);
  return <span class={styles.tierState}>{state}</span>;
}
