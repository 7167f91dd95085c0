import type { RewardPrice } from '#bridge/wallet-programme.ts';
import { Amount, Quantity } from '#ui/amount.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './programme.module.css';

export function PriceText({ price }: { readonly price: RewardPrice }) {
  const words = useProgrammeWords();
  switch (price.kind) {
    case 'free':
      return <span class={styles.price}>{words.free}</span>;
    case 'money':
      return (
        <span class={styles.price}>
          <Amount money={price.money} />
        </span>
      );
    case 'units':
      return (
        <span class={styles.price}>
          <Quantity qty={price.qty} scale={price.scale} />
          <span class={styles.priceUnit}>{price.unitName}</span>
        </span>
      );
  }
}
