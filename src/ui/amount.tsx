// Numbers, money and times, isolated from the direction of the words around them.
import { useLanguage } from './language.tsx';
import styles from './amount.module.css';
import type { MoneyShape } from '#i18n/format.ts';

export function Amount({ money, size }: { readonly money: MoneyShape; readonly size?: 'l' | 'xl' }) {
  const { format } = useLanguage();
  return <bdi class={figureClass(size)}>{format.money(money)}</bdi>;
}

export interface QuantityProps {
  readonly qty: number;
  /** `qty` is divided by 10^scale. */
  readonly scale: number;
  /** Shows a plus or minus in front: what was added or taken. */
  readonly signed?: boolean;
  readonly size?: 'l' | 'xl';
}

export function Quantity({ qty, scale, signed = false, size }: QuantityProps) {
  const { format } = useLanguage();
  return (
    <bdi class={figureClass(size)}>{signed ? format.change(qty, scale) : format.quantity(qty, scale)}</bdi>
  );
}

export interface DateTimeProps {
  readonly atMs: number;
  readonly show?: 'day' | 'dayTime' | 'time';
}

export function DateTime({ atMs, show = 'dayTime' }: DateTimeProps) {
  const { format } = useLanguage();
  return (
    <time class={styles.when} dateTime={new Date(atMs).toISOString()}>
      <bdi>{format[show](atMs)}</bdi>
    </time>
  );
}

function figureClass(size: 'l' | 'xl' | undefined): string {
  return [styles.figure, size === undefined ? '' : styles[size]].join(' ');
}
