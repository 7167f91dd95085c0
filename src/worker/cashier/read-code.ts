import { hexFromBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { SaleDraft, TillReading } from '#bridge/cashier-api.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { MESSAGE_TYPE, type MessageId } from '#protocol/messages.ts';
import { openMessage } from '#protocol/open-message.ts';
import type { AcceptedPass, TerminalOutcome, TerminalPolicy } from '#protocol/verdict.ts';
import { verifyAtTerminal } from '#protocol/verify-at-terminal.ts';
import { memberNameOf } from '#worker/shared/member-name.ts';
import type { SaleDeps } from './deps.ts';
import { judgeVoucher, usedAtMsOf, voucherView } from './judge-voucher.ts';
import type { Reading } from './readings.ts';
import { receiptView } from './record-view.ts';
import { canBeSpoken } from './refusal-code.ts';
import { refusedPresentationOf } from './refused-presentation.ts';
import type { KnownReplay } from './replay-keeper.ts';
import { SALE_LOCK } from './sale-lock.ts';
import { terminalPolicy } from './terminal-policy.ts';
import type { Till } from './till.ts';

type Read = Result<TillReading, RefusalView>;

/**
 * Verifies a scanned text against the sale. A pass becomes known to the memory against replay; a voucher changes
 * nothing before it is redeemed. The same text again gives the same reading, judged against the sale of now, or its
 * receipt. Refusals: protocol steps 1 to 16, `amount_missing` for a voucher, `not_enrolled`, `reading_gone`.
 */
export function readCode(deps: SaleDeps, scanned: string, sale: SaleDraft): Promise<Read> {
  const text = scanned.trim();
  return deps.exclusive.run(SALE_LOCK, async () => {
    const open = deps.readings.byText(text);
    if (open === undefined) return readNew(deps, text, sale);
    const till = await deps.findTill();
    return till.ok ? viewOf(deps, till.value, open, sale) : till;
  });
}

async function readNew(deps: SaleDeps, text: string, sale: SaleDraft): Promise<Read> {
  // At once, not in turn: a customer waits for this with every code.
  const [enrolled, known, knowledge] = await Promise.all([
    deps.findTill(),
    deps.keeper.current(),
    deps.knowledge(),
  ]);
  if (!enrolled.ok) return enrolled;
  const till = enrolled.value;
  // Without an amount first: then a genuine voucher is known as such whatever the sale says about it.
  const policy = policyToRead(terminalPolicy(till, knowledge, undefined), text);
  const outcome = await verifyAtTerminal(text, known.state, policy, deps.clock);
  const reading = await readingFrom(deps, text, outcome, known);
  if (!reading.ok) return reading;
  if ('messageId' in reading.value) return answered(deps, till, reading.value.messageId);
  const { reading: found } = reading.value;
  deps.readings.keep(found);
  // A pass that was just taken for new has no receipt yet: nothing to look for.
  if (found.kind === 'member') return ok(memberView(found.readingId, found.accepted, till));
  return viewOf(deps, till, found, sale);
}

/**
 * Earning is harmless and must go on however long the line is gone (src/protocol/README.md, "Freshness and replay"): of a
 * pass only what is known to be revoked counts, never the age of the list. Everything that spends needs a fresh one.
 */
function policyToRead(policy: TerminalPolicy, text: string): TerminalPolicy {
  const opened = openMessage(text);
  const { status, ...rest } = policy;
  if (status === undefined || !opened.ok || opened.value.claims.type !== MESSAGE_TYPE.memberPass)
    return policy;
  return status.lists.size === 0 ? rest : { ...rest, status: { ...status, maxAgeMs: Infinity } };
}

type Found = { readonly reading: Reading } | { readonly messageId: MessageId };

async function readingFrom(
  deps: SaleDeps,
  text: string,
  { verdict, state }: TerminalOutcome,
  known: KnownReplay,
): Promise<Result<Found, RefusalView>> {
  const named = { readingId: hexFromBytes(deps.random.bytes(8)), text };
  if (verdict.kind === 'repeat') return ok({ messageId: verdict.messageId });
  if (verdict.kind === 'amount_needed') {
    const { genuine } = verdict;
    return ok({ reading: { ...named, kind: 'voucher', genuine, messageId: genuine.messageId } });
  }
  if (verdict.kind === 'refused') {
    const refused = await refusedPresentationOf(text, verdict.refusal.kind);
    const spoken = canBeSpoken(verdict.refusal.kind);
    if (refused === undefined || !spoken) return err({ kind: verdict.refusal.kind });
    // A voucher that was used here is on the list of the revoked as well; that it was here says more.
    const usedHere = known.state.vouchers[hexFromBytes(refused.voucherId)] !== undefined;
    const kind = verdict.refusal.kind === 'revoked' && usedHere ? 'already_used_here' : verdict.refusal.kind;
    return ok({ reading: { ...named, kind: 'refused', ...refused, refusal: kind } });
  }
  const { accepted } = verdict;
  if (accepted.type !== 'member_pass') return err({ kind: 'wrong_type' });
  const saved = await rememberPass(deps, known, state);
  if (!saved.ok) return saved;
  return ok({ reading: { ...named, kind: 'member', accepted, messageId: accepted.messageId } });
}

async function rememberPass(
  { stores, keeper, clock }: SaleDeps,
  known: KnownReplay,
  after: TerminalOutcome['state'],
): Promise<Result<null, RefusalView>> {
  const written = await stores.store.write((repositories) =>
    keeper.save(repositories, known, after, clock.nowMs()),
  );
  if (!written.ok) return written;
  if (written.value === undefined) return err({ kind: 'reading_gone' });
  keeper.adopt(written.value);
  return ok(null);
}

/** What the screen gets of a reading, at this moment and for this sale. */
async function viewOf(deps: SaleDeps, till: Till, reading: Reading, sale: SaleDraft): Promise<Read> {
  const { readingId } = reading;
  switch (reading.kind) {
    case 'member': {
      const repeat = await answered(deps, till, reading.messageId);
      return repeat.ok ? repeat : ok(memberView(readingId, reading.accepted, till));
    }
    case 'voucher': {
      const repeat = await answered(deps, till, reading.messageId);
      if (repeat.ok) return repeat;
      const redeemable = await judgeVoucher(deps, till, reading, sale);
      const { refusal: _, ...fresh } = reading;
      if (redeemable.ok) {
        deps.readings.keep(fresh);
        return ok(voucherView(reading, redeemable.value, till));
      }
      const reason = redeemable.error;
      if (!canBeSpoken(reason.kind)) return redeemable;
      deps.readings.keep({ ...fresh, refusal: reason.kind });
      return ok({ kind: 'refused', readingId, reason });
    }
    case 'refused': {
      const usedAtMs =
        reading.refusal === 'already_used_here' ? await usedAtMsOf(deps, reading.voucherId) : undefined;
      const reason = { kind: reading.refusal };
      return ok({ kind: 'refused', readingId, reason, ...(usedAtMs === undefined ? {} : { usedAtMs }) });
    }
  }
}

/** The receipt that this message already got; `reading_gone` when it got none (the app was restarted meanwhile). */
async function answered({ stores }: SaleDeps, till: Till, messageId: MessageId): Promise<Read> {
  return stores.store.read(async ({ receipts, decisions }) => {
    const row = await receipts.answerTo(hexFromBytes(messageId));
    if (row === undefined) return err({ kind: 'reading_gone' });
    const decision = (await decisions.get([row.eventId])).get(row.eventId);
    return ok({ kind: 'repeat', receipt: receiptView(row, till.merchant.currency, decision) });
  });
}

function memberView(readingId: string, { device }: AcceptedPass, till: Till): TillReading {
  const numbers = till.programmes.map(({ number }) => number);
  const tier = device.tiers?.find(({ programmeNumber }) => numbers.includes(programmeNumber));
  return {
    kind: 'member',
    readingId,
    memberName: memberNameOf(hexFromBytes(device.memberId)),
    ...(tier === undefined ? {} : { tierRank: tier.rank }),
  };
}
