import type { PlanMerchant } from '#bridge/wallet-plan.ts';
import type { PlanWords } from '#i18n/topics/plan/en.ts';
import { IconButton } from '#ui/button.tsx';
import { useCategoryName } from '#ui/category-name.ts';
import { Segmented } from '#ui/choice.tsx';
import { Field } from '#ui/field.tsx';
import { useLanguage } from '#ui/language.tsx';
import type { DraftLine } from './basket-draft.ts';
import styles from './what-if.module.css';

export interface BasketLineProps {
  readonly line: DraftLine;
  readonly place: number;
  /** The only line of its basket: it cannot be removed and needs no number. */
  readonly only: boolean;
  readonly wrong: boolean;
  readonly merchant: PlanMerchant;
  readonly words: PlanWords;
  readonly onChange: (change: Partial<DraftLine>) => void;
  readonly onRemove: () => void;
}

export function BasketLineFields(props: BasketLineProps) {
  const { line, place, only, merchant, words, onChange, onRemove } = props;
  const { format } = useLanguage();
  const nameOf = useCategoryName();
  const number = format.integer(place + 1);
  const { code } = merchant.currency;
  return (
    <div class={styles.line}>
      <div class={styles.amount}>
        <Field
          label={only ? words.amount(code) : words.lineAmount(number, code)}
          value={line.amount}
          inputMode="decimal"
          required={place === 0}
          onInput={(amount) => onChange({ amount })}
          {...(props.wrong ? { problem: words.amountProblem } : {})}
        />
        {!only && <IconButton icon="close" label={words.removeLine(number)} onClick={onRemove} />}
      </div>
      {merchant.categories.length > 1 && (
        <Segmented
          label={only ? words.category : words.lineCategory(number)}
          layout="wrap"
          value={line.category}
          options={merchant.categories.map((value) => ({ value, label: nameOf(value) }))}
          onChange={(category) => onChange({ category })}
        />
      )}
    </div>
  );
}
