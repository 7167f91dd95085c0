import type { LadderView, TierView } from '#bridge/wallet-programme.ts';
import { Icon } from '#ui/icon.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Section } from '#wallet/screen.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './programme.module.css';

/** The levels in order, the reached ones filled, with what is missing to the next one. */
export function TierLadder({ ladder }: { readonly ladder: LadderView }) {
  return (
    <Section title={ladder.name}>
      <ol class={styles.ladder}>
        {ladder.tiers.map((tier) => (
          <li key={tier.id} class={styles.rung} aria-current={tier.current ? 'step' : undefined}>
            <span class={`${styles.dot} ${tier.reached ? styles.reached : ''}`}>
              {tier.reached && <Icon name="check" size="s" />}
            </span>
            <span class={styles.tierWords}>
              <span class={styles.tierName}>{tier.name}</span>
              <TierState tier={tier} />
              {tier.progress !== undefined && <ProgressBar share={tier.progress} />}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function TierState({ tier }: { readonly tier: TierView }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  if (tier.current) {
    return (
      <span class={styles.tierState}>
        {words.tierCurrent}
        {tier.untilMs !== undefined && <span> · {words.tierUntil(format.day(tier.untilMs))}</span>}
      </span>
    );
  }
  const state = tier.reached ? words.tierReached : tier.missing && words.tierMissing(tier.missing);
  return <span class={styles.tierState}>{state}</span>;
}
