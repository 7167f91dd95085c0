import type { RecordLine } from '#bridge/cashier-undo.ts';
import { useCategoryName } from '#ui/category-name.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { UndoWords } from '#i18n/topics/undo/en.ts';
import { Amount } from '#ui/amount.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { type RefundAmounts, amountFromTyped, excessOf, withAmount } from './refund-lines.ts';
import styles from './record-sheet.module.css';

/** For each line that has something left: all of it by one press, or an amount. */
export function RefundFields(props: {
  readonly lines: readonly RecordLine[];
  readonly amounts: RefundAmounts;
  readonly words: UndoWords;
  readonly onAmounts: (amounts: RefundAmounts) => void;
}) {
  const { format } = useWords();
  const nameOf = useCategoryName();
  const { lines, amounts, words, onAmounts } = props;
  const excess = excessOf(lines, amounts);
  return (
    <ul class={styles.lines} aria-label={words.till.lines}>
      {lines.map(({ category, left }, index) => {
        if (left.amountMinor === 0) return null;
        const amountMinor = amounts[index]!;
        const set = (minor: number): void => onAmounts(withAmount(amounts, index, minor));
        const all = amountMinor === left.amountMinor;
        return (
          <li key={index} class={styles.refund}>
            <p class={styles.line}>
              <span class={styles.name}>{nameOf(category)}</span>
              <Amount money={{ ...left, amountMinor }} size="l" />
            </p>
            <div class={styles.choose}>
              <Field
                label={words.till.amountBack}
                inputMode="numeric"
                value={amountMinor === 0 ? '' : `${amountMinor}`}
                onInput={(typed) => set(amountFromTyped(typed))}
                hint={words.till.left(format.money(left))}
                {...(excess.has(index) ? { problem: words.till.tooMuch(format.money(left)) } : {})}
              />
              <Button size="l" pressed={all} onClick={() => set(all ? 0 : left.amountMinor)}>
                {words.till.whole}
              </Button>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
