import type { ProgrammeView } from '#bridge/wallet-api.ts';
import { Section } from '#wallet/screen.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './programme.module.css';

/** What the programme promises, in its own words, and where its rules come from. */
export function RulesSection({ programme }: { readonly programme: ProgrammeView }) {
  const words = useProgrammeWords();
  const { rules, note } = programme;
  return (
    <Section title={words.rules}>
      <div class={styles.panel}>
        {rules.length > 0 && (
          <ul class={styles.rules}>
            {rules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        )}
        <p class={styles.note}>{words[note]}</p>
      </div>
    </Section>
  );
}
