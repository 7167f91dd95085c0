import type { AddedTillView } from '#bridge/cashier-adding.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { AddingWords } from '#i18n/topics/adding/en.ts';
import { wordLoaders } from '#i18n/topics/adding/load.ts';
import { Button } from '#ui/button.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import styles from './adding.module.css';

/** The way to adding a till, and those that were added here; nothing on a till that may add none. */
export function EnterAdding({ onEnter }: { readonly onEnter: () => void }) {
  const words = useTopicWords(wordLoaders);
  const { format } = useWords();
  const { api } = useServices();
  const { view } = useView(() => api.addedTills(), ['device']);
  if (words === undefined || view.state !== 'ready') return null;
  const { left, tills } = view.value;
  if (left === undefined && tills.length === 0) return null;
  return (
    <section class={styles.flow} aria-labelledby="adding">
      <div>
        <h2 id="adding" class={styles.step}>
          {words.add.enter}
        </h2>
        <p class={styles.hint}>{words.add.enterHint}</p>
      </div>
      {left !== undefined && (
        <Button size="l" icon="plus" disabled={left === 0} onClick={onEnter}>
          {`${words.add.enter} · ${format.plural(left, words.add.left)}`}
        </Button>
      )}
      {tills.length > 0 && (
        <RowList label={words.add.tills}>
          {tills.map((till) => (
            <li key={till.serial}>
              <ListRow icon="till" title={till.tillName} detail={stateOf(till, words, format.day)} />
            </li>
          ))}
        </RowList>
      )}
    </section>
  );
}

function stateOf(
  { state, untilMs }: AddedTillView,
  words: AddingWords,
  day: (atMs: number) => string,
): string {
  if (state === 'confirmed') return words.add.until(day(untilMs));
  return state === 'refused' ? words.add.closed : words.add.open;
}
