import type { BenefitsView } from '#bridge/wallet-programme.ts';
import { Icon } from '#ui/icon.tsx';
import { Section } from '#wallet/screen.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './programme.module.css';

/** What the member may do now, and what the next level adds. */
export function BenefitsSection({ benefits }: { readonly benefits: BenefitsView }) {
  const words = useProgrammeWords();
  const { now, next } = benefits;
  if (now.length === 0 && next === undefined) return null;
  return (
    <Section title={words.benefits}>
      <div class={styles.panel}>
        {now.length === 0 ? (
          <p class={styles.tierState}>{words.benefitsNone}</p>
        ) : (
          <ul class={styles.benefits}>
            {now.map((name) => (
              <li key={name} class={styles.benefit}>
                <Icon name="check" size="s" /> {name}
              </li>
            ))}
          </ul>
        )}
        {next !== undefined && (
          <div class={styles.nextBenefits}>
            <h3 class={styles.small}>{words.benefitsNext(next.tierName)}</h3>
            <ul class={styles.benefits}>
              {next.names.map((name) => (
                <li key={name} class={styles.benefit}>
                  <Icon name="plus" size="s" /> {name}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Section>
  );
}
