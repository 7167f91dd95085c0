import type { ComponentChildren } from 'preact';
import type { ShiftTotals } from '#bridge/cashier-shift.ts';
import type { Money } from '#bridge/common-views.ts';
import { isolatedTitle } from '#cashier/serve/isolated.ts';
import { useCategoryName } from '#ui/category-name.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { ShiftWords } from '#i18n/topics/shift/en.ts';
import { Amount } from '#ui/amount.tsx';
import styles from './shift-screen.module.css';

/** The totals by category, programme and voucher. */
export function Breakdown({ totals, words }: { readonly totals: ShiftTotals; readonly words: ShiftWords }) {
  const { locale } = useWords();
  const nameOf = useCategoryName();
  const { report } = words;
  const { categories, programmes, vouchers } = totals;
  return (
    <>
      {categories.length > 0 && (
        <Table title={report.categories}>
          {categories.map(({ category, lines, amount }) => (
            <Row key={category} name={nameOf(category)} count={lines} money={amount} />
          ))}
        </Table>
      )}
      {programmes.length > 0 && (
        <Table title={report.programmes}>
          {programmes.map(({ names, sales, amount }, index) => (
            <Row key={index} name={names[locale]} count={sales} money={amount} />
          ))}
        </Table>
      )}
      {vouchers.length > 0 && (
        <Table title={report.vouchers}>
          {vouchers.map(({ title, uses, discount }) => (
            <Row key={title} name={isolatedTitle(title)} count={uses} money={discount} />
          ))}
        </Table>
      )}
    </>
  );
}

function Table({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <table class={styles.table}>
      <caption class={styles.heading}>{title}</caption>
      <tbody>{children}</tbody>
    </table>
  );
}

function Row(props: { readonly name: string; readonly count: number; readonly money: Money }) {
  const { format } = useWords();
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td>{format.integer(props.count)}</td>
      <td>
        <Amount money={props.money} />
      </td>
    </tr>
  );
}
