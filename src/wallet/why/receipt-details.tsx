import type { ReceiptView } from '#bridge/wallet-api.ts';
import { wordLoaders } from '#i18n/topics/why/load.ts';
import { Amount } from '#ui/amount.tsx';
import { categoryName, useCategoryName } from '#ui/category-name.ts';
import { useTopicWords } from '#ui/use-topic-words.ts';
import styles from './why.module.css';

/** The receipt of the till, line by line, with what the shop calls a thing in the reader's language. */
export function ReceiptDetails({ receipt }: { readonly receipt: ReceiptView }) {
  const words = useTopicWords(wordLoaders);
  const nameOf = useCategoryName();
  if (words === undefined) return null;
  const { lines, payWith, tillReference } = receipt;
  return (
    <section class={styles.receipt}>
      <h3 class={styles.title}>{words.receipt}</h3>
      <ul>
        {lines.map(({ category, store, amount }, place) => (
          <li key={place} class={styles.line}>
            <span>
              <bdi>{nameOf(category)}</bdi>
              {store !== undefined && (
                <span class={styles.store}>
                  {' · '}
                  <bdi>{store}</bdi>
                </span>
              )}
            </span>
            <Amount money={amount} />
          </li>
        ))}
      </ul>
      {payWith !== undefined && (
        <p class={styles.line}>
          <span>{words.paidWith}</span>
          <bdi>{categoryName(undefined, payWith)}</bdi>
        </p>
      )}
      {tillReference !== undefined && (
        <p class={styles.line}>
          <span>{words.reference}</span>
          <bdi>{tillReference}</bdi>
        </p>
      )}
    </section>
  );
}
