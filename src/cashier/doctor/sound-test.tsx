import { type FeedbackClass, SIGNALS } from '#cashier/shell/feedback.ts';
import { useServices } from '#cashier/shell/services.ts';
import type { DoctorWords } from '#i18n/topics/doctor/en.ts';
import { Button } from '#ui/button.tsx';
import styles from './test-section.module.css';

const CLASSES = Object.keys(SIGNALS) as readonly FeedbackClass[];

/** Every sound and vibration once: only ears and hands can tell whether they come. */
export function SoundTest({ words }: { readonly words: DoctorWords }) {
  const { feedback } = useServices();
  return (
    <section class={styles.section} aria-labelledby="sounds">
      <h3 id="sounds" class={styles.heading}>
        {words.sounds.title}
      </h3>
      <div class={styles.actions}>
        {CLASSES.map((result) => (
          <Button key={result} disabled={!feedback.isOn()} onClick={() => feedback.play(result)}>
            {words.sounds[result]}
          </Button>
        ))}
      </div>
    </section>
  );
}
