import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import type { Outcome, RefusalView } from '#bridge/common-views.ts';
import type { ActivityEntry, ReadReceipt } from '#bridge/wallet-api.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders as payWords } from '#i18n/topics/pay/load.ts';
import { wordLoaders as posterWords } from '#i18n/topics/poster/load.ts';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ResultCard } from '#ui/result-card.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Undone } from './undone.tsx';
import { VoucherTicket } from '#wallet/vouchers/voucher-ticket.tsx';
import { PostingList } from '#wallet/why/posting-list.tsx';

export interface ScanResultProps {
  readonly result: Outcome<ReadReceipt>;
  readonly onAnother: () => void;
}

/** The one answer to a scan. */
export function ScanResult({ result, onAnother }: ScanResultProps) {
  const words = useWords();
  const { route } = useLocation();
  return (
    <div class={layout.stack}>
      {result.ok ? <Receipt receipt={result.value} /> : <Refused reason={result.error} />}
      <Button kind="primary" size="l" wide onClick={onAnother}>
        {words.scan.another}
      </Button>
      {result.ok && (
        <Button kind="plain" wide onClick={() => route('/activity')}>
          {words.scan.toActivity}
        </Button>
      )}
    </div>
  );
}

function Receipt({ receipt }: { readonly receipt: ReadReceipt }) {
  switch (receipt.kind) {
    case 'earned':
      return <Earned entry={receipt.entry} />;
    case 'redeemed':
      return <Redeemed receipt={receipt} />;
    case 'redemption_refused':
      return (
        <RefusedAtTill reason={receipt.reason}>
          <VoucherTicket voucher={receipt.voucher} />
        </RefusedAtTill>
      );
    case 'undone':
      return <Undone entry={receipt.entry} />;
    case 'paid':
    case 'payment_voided':
      return <Paid kind={receipt.kind} entry={receipt.entry} />;
    case 'visited':
      return <Visited receipt={receipt} />;
    case 'pay_request':
    case 'challenge':
      // They ask something; their own sheets do.
      return null;
    case 'known':
      return <Known entry={receipt.entry} />;
  }
}

function Earned({ entry }: { readonly entry: ActivityEntry }) {
  const words = useWords();
  const { refusals } = useLanguage();
  if (entry.state.kind === 'unverified') {
    const revoked = entry.state.reason?.kind === 'cert_revoked';
    const text = refusalText(refusals, revoked ? 'cert_revoked' : 'unknown_merchant');
    return <ResultCard kind={revoked ? 'refusal' : 'info'} headline={text.headline} words={text.next} />;
  }
  const none = entry.postings.length === 0;
  return (
    <>
      <ResultCard
        kind="success"
        headline={none ? words.scan.receiptSaved : words.scan.earned}
        words={entry.merchantName}
      />
      <PostingList postings={entry.postings} />
      {entry.postings.some((posting) => posting.pending) && (
        <p class={layout.soft}>{words.scan.pendingNote}</p>
      )}
    </>
  );
}

function Redeemed({ receipt }: { readonly receipt: Extract<ReadReceipt, { kind: 'redeemed' }> }) {
  const words = useWords();
  const { format } = useLanguage();
  const { entry, voucher } = receipt;
  return (
    <>
      <ResultCard
        kind="success"
        headline={words.scan.redeemed}
        words={
          entry.discount === undefined ? entry.merchantName : words.scan.saved(format.money(entry.discount))
        }
      />
      <VoucherTicket voucher={voucher} torn />
      <PostingList postings={entry.postings} />
    </>
  );
}

function Paid(props: { readonly kind: 'paid' | 'payment_voided'; readonly entry: ActivityEntry }) {
  const words = useTopicWords(payWords);
  const { kind, entry } = props;
  if (words === undefined) return null;
  return (
    <>
      <ResultCard
        kind="success"
        headline={kind === 'paid' ? words.paid : words.voided}
        words={kind === 'paid' ? entry.merchantName : words.voidedText}
      />
      <PostingList postings={entry.postings} />
    </>
  );
}

function Visited({ receipt }: { readonly receipt: Extract<ReadReceipt, { kind: 'visited' }> }) {
  const words = useTopicWords(posterWords);
  if (words === undefined) return null;
  return (
    <>
      <ResultCard
        kind={receipt.again ? 'info' : 'success'}
        headline={receipt.again ? words.again : words.checkedIn}
        words={receipt.placeName}
      />
      <p class={layout.soft}>{words.oncePerDay}</p>
      <PostingList postings={receipt.entry.postings} />
    </>
  );
}

function Known({ entry }: { readonly entry: ActivityEntry }) {
  const words = useWords();
  return (
    <>
      <ResultCard kind="info" headline={words.scan.known} words={words.scan.knownText} />
      <PostingList postings={entry.postings} />
    </>
  );
}

function RefusedAtTill({
  reason,
  children,
}: {
  readonly reason: RefusalView;
  readonly children: ComponentChildren;
}) {
  const words = useWords();
  const { refusals } = useLanguage();
  const text = refusalText(refusals, reason.kind);
  return (
    <>
      <ResultCard kind="refusal" headline={text.headline} words={text.customer} />
      <p class={layout.soft}>{words.scan.refusedAtTill}</p>
      {children}
    </>
  );
}

function Refused({ reason }: { readonly reason: RefusalView }) {
  const { refusals, shared } = useLanguage();
  const text = refusalText(refusals, reason.kind);
  return (
    <ResultCard kind="refusal" headline={text.headline} words={text.next}>
      <code data-refusal={reason.kind}>{shared.code(reason.kind)}</code>
    </ResultCard>
  );
}
