import type { ActivityEntry } from '#bridge/wallet-api.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Amount, DateTime } from '#ui/amount.tsx';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { UndoWordsOf } from './undo-words.tsx';
import { PostingList } from './posting-list.tsx';
import styles from './activity.module.css';

/** What happened, where it stands, and why it gave what it gave. */
export function EntryDetails({ entry }: { readonly entry: ActivityEntry }) {
  const words = useWords();
  const { total, discount, state, postings } = entry;
  return (
    <div class={layout.stack}>
      <UndoWordsOf entry={entry} />
      {state.kind === 'rejected' && <Rejected kind={state.reason.kind} />}
      <dl class={layout.facts}>
        <dt>{words.activity.merchant}</dt>
        <dd>{entry.merchantName}</dd>
        <dt>{words.activity.when}</dt>
        <dd>
          <DateTime atMs={entry.atMs} />
        </dd>
        {total !== undefined && (
          <>
            <dt>{words.activity.total}</dt>
            <dd>
              <Amount money={total} />
            </dd>
          </>
        )}
        {discount !== undefined && (
          <>
            <dt>{words.activity.discount}</dt>
            <dd>
              <Amount money={discount} />
            </dd>
          </>
        )}
        <dt>{words.activity.state}</dt>
        <dd>{words.activity.states[state.kind]}</dd>
      </dl>
      <h3 class={styles.why}>{words.activity.why}</h3>
      {postings.length === 0 ? (
        <p class={layout.soft}>{words.activity.noPoints}</p>
      ) : (
        <PostingList postings={postings} />
      )}
    </div>
  );
}

function Rejected({ kind }: { readonly kind: string }) {
  const { refusals, shared } = useLanguage();
  const text = refusalText(refusals, kind);
  return (
    <Banner tone="bad" title={text.headline}>
      <p>{text.next}</p>
      <p>{shared.code(kind)}</p>
    </Banner>
  );
}
