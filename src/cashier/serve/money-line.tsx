import type { ComponentChildren } from 'preact';
import type { Money } from '#bridge/common-views.ts';
import { Amount } from '#ui/amount.tsx';
import styles from './result-panel.module.css';

/** A label and an amount at the two ends of a line. */
export function MoneyLine(props: {
  readonly label: ComponentChildren;
  readonly money: Money;
  readonly big?: boolean;
}) {
  return (
    <p class={styles.money}>
      <span>{props.label}</span>
      {props.big === true ? <Amount money={props.money} size="l" /> : <Amount money={props.money} />}
    </p>
  );
}
