import type { ChallengeView } from '#bridge/wallet-programme.ts';
import { useLanguage } from '#ui/language.tsx';
import { Section } from '#wallet/screen.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './programme.module.css';

/** What gives something once it is done: how far, and until when. */
export function ChallengeList({ challenges }: { readonly challenges: readonly ChallengeView[] }) {
  const words = useProgrammeWords();
  if (challenges.length === 0) return null;
  return (
    <Section title={words.challenges}>
      <ul class={styles.cards}>
        {challenges.map((challenge) => (
          <li key={challenge.id} class={styles.panel}>
            <Challenge challenge={challenge} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Challenge({ challenge }: { readonly challenge: ChallengeView }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const { text, done, goal, progress, untilMs } = challenge;
  return (
    <>
      <p class={styles.strong}>{text}</p>
      <ProgressBar share={progress} />
      <p class={styles.between}>
        <span>{progress >= 1 ? words.challengeDone : words.challengeCount(done, goal)}</span>
        {untilMs !== undefined && <span>{words.untilDay(format.day(untilMs))}</span>}
      </p>
    </>
  );
}
