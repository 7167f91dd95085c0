import type { Currency } from '#bridge/common-views.ts';
import { useCategoryName } from '#ui/category-name.ts';
import { useWords } from '#cashier/shell/words.ts';
import { Amount } from '#ui/amount.tsx';
import { IconButton } from '#ui/button.tsx';
import { Segmented } from '#ui/choice.tsx';
import { AmountPad } from './amount-pad.tsx';
import { type Sale, chooseCategory, emptySale, removeLine, totalMinorOf } from './sale.ts';
import styles from './sale-panel.module.css';

export interface SalePanelProps {
  readonly sale: Sale;
  readonly currency: Currency;
  readonly categories: readonly string[];
  readonly onChange: (change: (sale: Sale) => Sale) => void;
}

/** What is being sold: finished lines, the amount being typed in large type, its category, the pad. */
export function SalePanel({ sale, currency, categories, onChange }: SalePanelProps) {
  const { app } = useWords();
  const nameOf = useCategoryName();
  return (
    <section class={styles.panel} aria-label={app.serve.amount}>
      <SaleLines sale={sale} currency={currency} onChange={onChange} />
      <output class={styles.display} aria-label={app.serve.amount} data-amount={sale.amountMinor}>
        <Amount money={{ amountMinor: sale.amountMinor, currency }} size="xl" />
      </output>
      {categories.length > 1 && (
        <Segmented
          label={app.serve.category}
          layout="wrap"
          value={sale.category}
          options={categories.map((category) => ({ value: category, label: nameOf(category) }))}
          onChange={(category) => onChange((before) => chooseCategory(before, category))}
        />
      )}
      <AmountPad sale={sale} onChange={onChange} />
    </section>
  );
}

function SaleLines({ sale, currency, onChange }: Omit<SalePanelProps, 'categories'>) {
  const { app } = useWords();
  const nameOf = useCategoryName();
  if (sale.lines.length === 0) return null;
  return (
    <div class={styles.lines}>
      <ul aria-label={app.serve.lines}>
        {sale.lines.map((line, index) => (
          <li key={index} class={styles.line}>
            <span class={styles.name}>{nameOf(line.category)}</span>
            <Amount money={{ amountMinor: line.amountMinor, currency }} />
            <IconButton
              icon="minus"
              label={app.serve.removeLine}
              onClick={() => onChange((before) => removeLine(before, index))}
            />
          </li>
        ))}
      </ul>
      <p class={styles.total}>
        <span class={styles.name}>{app.serve.total}</span>
        <Amount money={{ amountMinor: totalMinorOf(sale), currency }} size="l" />
        <IconButton
          icon="close"
          label={app.serve.startOver}
          onClick={() => onChange((before) => emptySale(before.category))}
        />
      </p>
    </div>
  );
}
