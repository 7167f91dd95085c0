import { useState } from 'preact/hooks';
import type { Training } from '#cashier/shell/services.ts';
import { wordLoaders } from '#i18n/topics/training/load.ts';
import { Button } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { SpecimenSheet } from './specimen-sheet.tsx';
import styles from './training-bar.module.css';

/** On top of every screen for as long as the till is one for practice: that it is, the codes, and the way out. */
export function TrainingBar({ training }: { readonly training: Training }) {
  const words = useTopicWords(wordLoaders);
  const [open, setOpen] = useState(false);
  if (words === undefined) return <div class={styles.bar} />;
  return (
    <>
      <section class={styles.bar} aria-label={words.banner} data-training>
        <p class={styles.words}>
          <Icon name="info" />
          <span>
            <strong>{words.banner}</strong> {words.counts}
          </span>
        </p>
        <div class={styles.actions}>
          <Button kind="onColour" icon="qr" onClick={() => setOpen(true)}>
            {words.codes}
          </Button>
          <Button kind="onColour" icon="close" onClick={training.leave}>
            {words.leave}
          </Button>
        </div>
      </section>
      <SpecimenSheet open={open} training={training} words={words} onClose={() => setOpen(false)} />
    </>
  );
}
