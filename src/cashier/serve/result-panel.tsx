import type { Currency } from '#bridge/common-views.ts';
import { laterChallenge } from '#cashier/pay/later-pay.ts';
import { laterNextStep } from '#cashier/shell/later-next-step.ts';
import { useWords } from '#cashier/shell/words.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Button } from '#ui/button.tsx';
import { ResultCard } from '#ui/result-card.tsx';
import { type DecisionFlow, type Flow, type RefusedFlow, awaitsAmount, isBusy } from './flow.ts';
import { isolated, isolatedTitle } from './isolated.ts';
import { MoneyLine } from './money-line.tsx';
import { SameCodeBanner } from './same-code-banner.tsx';
import type { ServeUse } from './use-serve.ts';
import { totalMinorOf } from './sale.ts';
import styles from './result-panel.module.css';

export interface ResultPanelProps {
  readonly serve: ServeUse;
  readonly currency: Currency;
}

/** The one big answer to a scan with what to do next, and whether a shot was one too many; nothing while there is none. */
export function ResultPanel({ serve, currency }: ResultPanelProps) {
  return (
    <>
      <Result serve={serve} currency={currency} />
      {serve.sameCode && !isBusy(serve.flow) && <SameCodeBanner serve={serve} />}
    </>
  );
}

function Result({ serve, currency }: ResultPanelProps) {
  const { flow } = serve;
  if (flow.step === 'refused') return <RefusedCard flow={flow} serve={serve} currency={currency} />;
  const decision = decisionOf(flow);
  if (decision === undefined) return null;
  const parts = { decision, serve, currency, saving: flow.step === 'saving' };
  return decision.step === 'member' ? <MemberCard {...parts} /> : <VoucherCard {...parts} />;
}

interface DecisionProps extends ResultPanelProps {
  readonly decision: DecisionFlow;
  readonly saving: boolean;
}

function MemberCard({ decision, serve, currency, saving }: DecisionProps) {
  const { app, format } = useWords();
  if (decision.step !== 'member') return null;
  const totalMinor = totalMinorOf(serve.sale);
  const { memberName, tierRank } = decision.reading;
  return (
    <ResultCard
      kind="success"
      headline={app.serve.member(isolated(memberName))}
      words={totalMinor === 0 ? app.serve.enterAmount : app.serve.checkAmount}
      actions={
        <DecisionActions label={app.serve.record} serve={serve} busy={saving} disabled={totalMinor === 0} />
      }
    >
      {tierRank !== undefined && <p>{app.serve.tier(format.integer(tierRank))}</p>}
      {totalMinor > 0 && (
        <MoneyLine label={app.serve.total} money={{ amountMinor: totalMinor, currency }} big />
      )}
      <Trouble decision={decision} />
    </ResultCard>
  );
}

function VoucherCard({ decision, serve, saving }: DecisionProps) {
  const { app, format } = useWords();
  if (decision.step !== 'voucher') return null;
  const { title, off, minimum, discount, payable } = decision.reading;
  const value = off.kind === 'fixed' ? format.money(off.money) : format.percent(off.basisPoints);
  return (
    <ResultCard
      kind="success"
      headline={isolatedTitle(title)}
      actions={<DecisionActions label={app.serve.redeem} serve={serve} busy={saving} disabled={false} />}
    >
      <p>
        {app.serve.off(value)}
        {minimum !== undefined && <> · {app.serve.minimum(format.money(minimum))}</>}
      </p>
      <MoneyLine label={app.serve.discount} money={discount} />
      <MoneyLine label={app.serve.payable} money={payable} big />
      <Trouble decision={decision} />
    </ResultCard>
  );
}

/** What a code made just now, for this till, can cure. */
const CURED_BY_PROOF: readonly string[] = [
  'stale',
  'from_future',
  'online_required',
  'limit_voucher',
  'challenge_mismatch',
  'challenge_expired',
];

function RefusedCard({ flow, serve, currency }: ResultPanelProps & { readonly flow: RefusedFlow }) {
  const { app, refusals } = useWords();
  const { reason, refused } = flow;
  const text = refusalText(refusals, reason.kind);
  const waits = awaitsAmount(flow);
  return (
    <ResultCard
      kind={reason.kind === 'amount_missing' ? 'warning' : 'refusal'}
      headline={text.headline}
      actions={
        <>
          {CURED_BY_PROOF.includes(reason.kind) && <laterChallenge.Component serve={serve} refused={flow} />}
          {refused !== undefined && (
            <span class={styles.first}>
              <Button kind="onColour" size="l" wide onClick={serve.showReason}>
                {app.serve.showReason}
              </Button>
            </span>
          )}
          <span class={refused === undefined ? styles.first : styles.second}>
            <Button kind={refused === undefined ? 'onColour' : 'plain'} size="l" onClick={serve.close}>
              {waits ? app.serve.cancel : app.serve.scanAgain}
            </Button>
          </span>
        </>
      }
    >
      <laterNextStep.Component kind={reason.kind} meanwhile={text.next} />
      <MissingMoney flow={flow} currency={currency} />
      {refused?.usedAtMs !== undefined && <UsedAt atMs={refused.usedAtMs} />}
    </ResultCard>
  );
}

function UsedAt({ atMs }: { readonly atMs: number }) {
  const { app, format } = useWords();
  return (
    <p class={styles.fact}>
      <time dateTime={new Date(atMs).toISOString()}>{app.serve.usedAt(format.dayTime(atMs))}</time>
    </p>
  );
}

/** How much more the basket needs, from the details of the refusal. */
function MissingMoney({ flow, currency }: { readonly flow: RefusedFlow; readonly currency: Currency }) {
  const { app, format } = useWords();
  const missingMinor = flow.reason.details?.['missingMinor'];
  if (typeof missingMinor !== 'number') return null;
  const money = format.money({ amountMinor: missingMinor, currency });
  return <p class={styles.fact}>{app.serve.missing(money)}</p>;
}

/** Why the last try did not go through; the decision stays open and can be tried again. */
function Trouble({ decision }: { readonly decision: DecisionFlow }) {
  const { refusals } = useWords();
  if (decision.trouble === undefined) return null;
  const { headline, next } = refusalText(refusals, decision.trouble.kind);
  return (
    <p class={styles.trouble} role="alert">
      <strong>{headline}</strong> {next}
    </p>
  );
}

function DecisionActions(props: {
  readonly label: string;
  readonly serve: ServeUse;
  readonly busy: boolean;
  readonly disabled: boolean;
}) {
  const { app } = useWords();
  const { label, serve, busy, disabled } = props;
  return (
    <>
      <span class={styles.first}>
        <Button kind="onColour" size="l" wide busy={busy} disabled={disabled} onClick={serve.decide}>
          {label}
        </Button>
      </span>
      <span class={styles.second}>
        <Button kind="plain" size="l" disabled={busy} onClick={serve.close}>
          {app.serve.cancel}
        </Button>
      </span>
    </>
  );
}

/** The decision on the screen, also while it is being stored. */
function decisionOf(flow: Flow): DecisionFlow | undefined {
  if (flow.step === 'saving') return flow.before;
  return flow.step === 'member' || flow.step === 'voucher' ? flow : undefined;
}
