// What the Serve screen shows, as data: one state at a time, changed by events only.
import type { SaleDraft, TillReading } from '#bridge/cashier-api.ts';
import type { PayRequestCode } from '#bridge/cashier-pay.ts';
import type { TillReceipt } from '#bridge/till-record.ts';
import type { CodeView, Outcome, RefusalView } from '#bridge/common-views.ts';
import type { FeedbackClass } from '#cashier/shell/feedback.ts';

type Member = Extract<TillReading, { readonly kind: 'member' }>;
type Voucher = Extract<TillReading, { readonly kind: 'voucher' }>;
type Refused = Extract<TillReading, { readonly kind: 'refused' }>;

export type Flow =
  /** Looking for a code. */
  | { readonly step: 'ready' }
  | { readonly step: 'reading'; readonly text: string }
  /** A decision of the cashier is open: no other code is looked at. */
  | {
      readonly step: 'member';
      readonly text: string;
      readonly reading: Member;
      readonly trouble?: RefusalView;
    }
  | {
      readonly step: 'voucher';
      readonly text: string;
      readonly reading: Voucher;
      readonly trouble?: RefusalView;
    }
  /** Refused, with what can be done about it; `text` to judge it again when the amount changes. */
  | {
      readonly step: 'refused';
      readonly text: string;
      readonly reason: RefusalView;
      readonly refused?: Refused;
    }
  | { readonly step: 'saving'; readonly before: DecisionFlow }
  /** The customer scans this. */
  | { readonly step: 'receipt'; readonly receipt: TillReceipt; readonly again: boolean }
  | { readonly step: 'reason'; readonly code: CodeView; readonly before: RefusedFlow }
  /** A question that only a phone in front of this till can answer now. */
  | { readonly step: 'challenge'; readonly code: CodeView }
  /** How much points shall pay, and once that is settled the request that the customer scans. */
  | { readonly step: 'paying'; readonly sale: SaleDraft; readonly request?: PayRequestCode };

export type DecisionFlow = Extract<Flow, { readonly step: 'member' | 'voucher' }>;
export type RefusedFlow = Extract<Flow, { readonly step: 'refused' }>;

export type FlowEvent =
  | { readonly kind: 'scanned'; readonly text: string }
  | { readonly kind: 'read'; readonly text: string; readonly outcome: Outcome<TillReading> }
  | { readonly kind: 'deciding' }
  | {
      readonly kind: 'decided';
      readonly reading: DecisionFlow['reading'];
      readonly outcome: Outcome<TillReceipt>;
    }
  | { readonly kind: 'reasonMade'; readonly readingId: string; readonly outcome: Outcome<CodeView> }
  | { readonly kind: 'challenged'; readonly before: RefusedFlow; readonly outcome: Outcome<CodeView> }
  | { readonly kind: 'paying'; readonly sale: SaleDraft }
  | { readonly kind: 'requested'; readonly sale: SaleDraft; readonly request: PayRequestCode }
  | { readonly kind: 'closed' };

/** Refusals that another amount can cure: the code stays on the counter meanwhile. */
const CURED_BY_AMOUNT = [
  'amount_missing',
  'min_spend',
  'limit_sales',
  'limit_tx',
  'limit_terminal',
  'category_unknown',
];

export function nextFlow(flow: Flow, event: FlowEvent): Flow {
  switch (event.kind) {
    case 'scanned':
      return takesCodes(flow) ? { step: 'reading', text: event.text } : flow;
    case 'read':
      return afterReading(flow, event.text, event.outcome);
    case 'deciding':
      return isDecision(flow) ? { step: 'saving', before: flow } : flow;
    case 'decided':
      return afterDeciding(flow, event.reading, event.outcome);
    case 'reasonMade':
      if (flow.step !== 'refused' || flow.refused?.readingId !== event.readingId) return flow;
      return event.outcome.ok
        ? { step: 'reason', code: event.outcome.value, before: flow }
        : { ...flow, reason: event.outcome.error };
    case 'challenged':
      // An answer may come after its refusal was left.
      if (flow !== event.before) return flow;
      return event.outcome.ok
        ? { step: 'challenge', code: event.outcome.value }
        : { ...flow, reason: event.outcome.error };
    case 'paying':
      return flow.step === 'ready' ? { step: 'paying', sale: event.sale } : flow;
    case 'requested':
      return flow.step === 'paying' && flow.sale === event.sale ? { ...flow, request: event.request } : flow;
    case 'closed':
      return flow.step === 'reason' ? flow.before : { step: 'ready' };
  }
}

/** An answer may come when it is no longer waited for: what was recorded is shown for as long as its decision is open. */
function afterDeciding(flow: Flow, reading: DecisionFlow['reading'], outcome: Outcome<TillReceipt>): Flow {
  const decision = flow.step === 'saving' ? flow.before : flow;
  if (!isDecision(decision) || decision.reading !== reading) return flow;
  if (outcome.ok) return { step: 'receipt', receipt: outcome.value, again: false };
  return flow.step === 'saving' ? { ...decision, trouble: outcome.error } : flow;
}

/** An answer counts only for the text that is still being asked about; but a payment was taken, whatever is asked by now. */
function afterReading(flow: Flow, text: string, outcome: Outcome<TillReading>): Flow {
  const isPaid = outcome.ok && outcome.value.kind === 'paid';
  if (flow.step === 'saving' || (textOf(flow) !== text && !isPaid)) return flow;
  if (!outcome.ok) return { step: 'refused', text, reason: outcome.error };
  const reading = outcome.value;
  switch (reading.kind) {
    case 'member':
      return { step: 'member', text, reading };
    case 'voucher':
      return { step: 'voucher', text, reading };
    case 'paid':
      return { step: 'receipt', receipt: reading.receipt, again: false };
    case 'repeat':
      return { step: 'receipt', receipt: reading.receipt, again: true };
    case 'refused':
      return { step: 'refused', text, reason: reading.reason, refused: reading };
  }
}

export function isDecision(flow: Flow): flow is DecisionFlow {
  return flow.step === 'member' || flow.step === 'voucher';
}

/** While busy, the scanner keeps its picture and looks at nothing. */
export function isBusy(flow: Flow): boolean {
  return flow.step !== 'ready' && !(flow.step === 'refused' && !awaitsAmount(flow));
}

/** The phone has been shown what to answer, and what the cashier shoots now is that answer. */
export function awaitsPhone(flow: Flow): boolean {
  return flow.step === 'challenge' || (flow.step === 'paying' && flow.request !== undefined);
}

export function takesCodes(flow: Flow): boolean {
  return !isBusy(flow) || awaitsPhone(flow);
}

export function awaitsAmount(flow: Flow): boolean {
  return flow.step === 'refused' && CURED_BY_AMOUNT.includes(flow.reason.kind);
}

/** The text to judge again when the sale changes: what a voucher takes off depends on it. */
export function textToJudgeAgain(flow: Flow): string | undefined {
  return flow.step === 'voucher' || awaitsAmount(flow) ? textOf(flow) : undefined;
}

/** What the cashier hears on entering a state; `undefined`: nothing new. */
export function feedbackOf(flow: Flow, before: Flow): FeedbackClass | undefined {
  if (flow.step === before.step) return undefined;
  switch (flow.step) {
    case 'member':
    case 'voucher':
      return before.step === 'reading' ? 'accepted' : undefined;
    case 'refused':
      if (before.step !== 'reading') return undefined;
      return flow.reason.kind === 'amount_missing' ? 'attention' : 'refused';
    case 'receipt':
      return flow.again ? 'attention' : 'saved';
    default:
      return undefined;
  }
}

function textOf(flow: Flow): string | undefined {
  return 'text' in flow ? flow.text : undefined;
}
