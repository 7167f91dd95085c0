import { saleOpen } from '#cashier/shell/sale-open.ts';
import { useServices } from '#cashier/shell/services.ts';
import { TRAINING_ADDRESS } from '#cashier/shell/training-address.ts';
import { wordLoaders } from '#i18n/topics/training/load.ts';
import { Button } from '#ui/button.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import styles from './enter-training.module.css';

/** The way into practice mode; shut while a sale is open, because the page is left for it. */
export function EnterTraining() {
  const words = useTopicWords(wordLoaders);
  const { leaveFor } = useServices();
  if (words === undefined) return null;
  const busy = saleOpen.value;
  return (
    <section class={styles.enter} aria-labelledby="training">
      <h2 id="training" class={styles.heading}>
        {words.banner}
      </h2>
      <p>{words.enterHint}</p>
      <Button icon="person" size="l" disabled={busy} onClick={() => leaveFor(TRAINING_ADDRESS)}>
        {words.enter}
      </Button>
      {busy && <p role="status">{words.midSale}</p>}
    </section>
  );
}
