import type { ActivityEntry } from '#bridge/wallet-api.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/why/load.ts';
import { Amount, DateTime } from '#ui/amount.tsx';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { PaymentPart } from '#wallet/pay/payment-part.tsx';
import { DefinitionLine } from './definition-line.tsx';
import { PostingList } from './posting-list.tsx';
import { ReceiptDetails } from './receipt-details.tsx';
import { UndoWordsOf } from './undo-words.tsx';
import styles from './why.module.css';

/** What happened, where it stands, and why it gave what it gave: the same wherever an entry or a posting is opened. */
export function EntryWhy({ entry }: { readonly entry: ActivityEntry }) {
  const words = useWords();
  const { state, postings } = entry;
  const isAboutPoints = entry.because === undefined;
  return (
    <div class={layout.stack}>
      <UndoWordsOf entry={entry} />
      {state.kind === 'rejected' && <Rejected kind={state.reason.kind} />}
      {state.kind === 'unverified' && state.reason?.kind === 'cert_revoked' && (
        <Rejected kind={state.reason.kind} />
      )}
      <Facts entry={entry} />
      <PaymentPart entry={entry} />
      {!isAboutPoints && <Because entry={entry} />}
      {isAboutPoints && (
        <>
          <h3 class={styles.title}>{words.activity.why}</h3>
          {postings.length === 0 ? (
            <p class={layout.soft}>{words.activity.noPoints}</p>
          ) : (
            <PostingList postings={postings} />
          )}
        </>
      )}
      {entry.receipt !== undefined && <ReceiptDetails receipt={entry.receipt} />}
    </div>
  );
}

function Facts({ entry }: { readonly entry: ActivityEntry }) {
  const words = useWords();
  const why = useTopicWords(wordLoaders);
  const { subject, total, discount, state } = entry;
  return (
    <dl class={layout.facts}>
      {subject !== undefined && why !== undefined && (
        <>
          <dt>{why.what}</dt>
          <dd>{subject}</dd>
        </>
      )}
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
  );
}

/** For what is no posting: a voucher, a level. */
function Because({ entry }: { readonly entry: ActivityEntry }) {
  const words = useWords();
  const { because = [], definition } = entry;
  return (
    <>
      <h3 class={styles.title}>{words.activity.why}</h3>
      <div class={styles.posting}>
        <div class={styles.words}>
          {because.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {definition !== undefined && <DefinitionLine definition={definition} />}
        </div>
      </div>
    </>
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
