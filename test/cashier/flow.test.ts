import { describe, expect, it } from 'vitest';
import type { PayRequestCode } from '#bridge/cashier-pay.ts';
import type { TillReading } from '#bridge/cashier-api.ts';
import type { TillReceipt } from '#bridge/till-record.ts';
import type { Outcome, RefusalView } from '#bridge/common-views.ts';
import {
  type Flow,
  type FlowEvent,
  type RefusedFlow,
  feedbackOf,
  isBusy,
  nextFlow,
  textToJudgeAgain,
} from '#cashier/serve/flow.ts';

const EUR = { code: 'EUR', exponent: 2 };
const money = { amountMinor: 100, currency: EUR };
const member: Extract<TillReading, { readonly kind: 'member' }> = {
  kind: 'member',
  readingId: 'm',
  memberName: '7F3A-91C2',
};
const voucher: TillReading = {
  kind: 'voucher',
  readingId: 'v',
  title: '15 off',
  off: { kind: 'fixed', money },
  discount: money,
  payable: money,
};
const used: TillReading = { kind: 'refused', readingId: 'u', reason: { kind: 'already_used_here' } };
const receipt: TillReceipt = {
  record: { id: 'a', sequence: 1, kind: 'earn', atMs: 0, total: money, state: 'unsent' },
  code: { text: 'LW1:A', madeAtMs: 0 },
};

const good = <T>(value: T): Outcome<T> => ({ ok: true, value });
const bad = (kind: string): { readonly ok: false; readonly error: RefusalView } => ({
  ok: false,
  error: { kind },
});
const play = (...events: readonly FlowEvent[]): Flow => events.reduce<Flow>(nextFlow, { step: 'ready' });
const scanned = (text: string): FlowEvent => ({ kind: 'scanned', text });
const read = (text: string, outcome: Outcome<TillReading>): FlowEvent => ({ kind: 'read', text, outcome });

describe('serving', () => {
  it('goes from a scan over a decision to a receipt and to the next customer', () => {
    expect(play(scanned('a')).step).toBe('reading');
    expect(play(scanned('a'), read('a', good(member))).step).toBe('member');
    const saving = play(scanned('a'), read('a', good(member)), { kind: 'deciding' });
    expect(saving.step).toBe('saving');
    const done = nextFlow(saving, { kind: 'decided', reading: member, outcome: good(receipt) });
    expect(done).toEqual({ step: 'receipt', receipt, again: false });
    expect(nextFlow(done, { kind: 'closed' })).toEqual({ step: 'ready' });
  });

  it('looks at no other code while a decision is open', () => {
    const open = play(scanned('a'), read('a', good(voucher)));
    expect(nextFlow(open, scanned('b'))).toBe(open);
    expect(isBusy(open)).toBe(true);
  });

  it('takes the next code over a refusal that nothing on the screen can cure', () => {
    const refused = play(scanned('a'), read('a', good(used)));
    expect(isBusy(refused)).toBe(false);
    expect(nextFlow(refused, scanned('b'))).toEqual({ step: 'reading', text: 'b' });
  });

  it('drops an answer about a code that was left meanwhile', () => {
    const second = play(scanned('a'), read('a', bad('stale')), scanned('b'));
    expect(nextFlow(second, read('a', good(member)))).toBe(second);
    expect(play(scanned('a'), { kind: 'closed' }, read('a', good(member)))).toEqual({ step: 'ready' });
  });

  it('keeps the decision open when storing failed, with the reason', () => {
    const failed = play(
      scanned('a'),
      read('a', good(member)),
      { kind: 'deciding' },
      { kind: 'decided', reading: member, outcome: bad('storage_full') },
    );
    expect(failed).toMatchObject({ step: 'member', trouble: { kind: 'storage_full' } });
    expect(nextFlow(failed, { kind: 'deciding' }).step).toBe('saving');
  });

  it('shows what was recorded after all while its decision is open, and not when it was left', () => {
    const deciding = [scanned('a'), read('a', good(member)), { kind: 'deciding' }] as const;
    const silent = play(...deciding, { kind: 'decided', reading: member, outcome: bad('no_answer') });
    const late: FlowEvent = { kind: 'decided', reading: member, outcome: good(receipt) };
    expect(nextFlow(silent, late)).toEqual({ step: 'receipt', receipt, again: false });
    const next = nextFlow(nextFlow(silent, { kind: 'closed' }), scanned('b'));
    const other = nextFlow(next, read('b', good({ ...member })));
    expect(nextFlow(other, late)).toBe(other);
    expect(nextFlow(nextFlow(other, { kind: 'deciding' }), late).step).toBe('saving');
  });

  it('asks the phone from the refusal that is on the screen, and says when that cannot be', () => {
    const refused = play(scanned('a'), read('a', good(used))) as RefusedFlow;
    const asked: FlowEvent = { kind: 'challenged', before: refused, outcome: good(receipt.code) };
    const challenge = nextFlow(refused, asked);
    expect(challenge).toEqual({ step: 'challenge', code: receipt.code });
    expect(nextFlow(challenge, scanned('b')).step).toBe('reading');
    expect(nextFlow({ step: 'ready' }, asked)).toEqual({ step: 'ready' });
    const failed = nextFlow(refused, { ...asked, outcome: bad('not_enrolled') });
    expect(failed).toMatchObject({ step: 'refused', reason: { kind: 'not_enrolled' } });
  });

  it('takes no code before the customer was shown what to pay', () => {
    const sale = { lines: [] };
    const paying = play({ kind: 'paying', sale });
    expect(nextFlow(paying, scanned('b'))).toBe(paying);
    const request = { ...receipt, code: receipt.code } as unknown as PayRequestCode;
    expect(nextFlow(paying, { kind: 'requested', sale: { lines: [] }, request })).toBe(paying);
    const shown = nextFlow(paying, { kind: 'requested', sale, request });
    expect(isBusy(shown)).toBe(true);
    expect(nextFlow(shown, scanned('b')).step).toBe('reading');
  });

  it('records nothing when nothing was decided', () => {
    const ready = play({ kind: 'deciding' });
    expect(ready).toEqual({ step: 'ready' });
    expect(nextFlow(ready, { kind: 'decided', reading: member, outcome: good(receipt) })).toBe(ready);
  });

  it('shows the reason to the customer and comes back to the refusal', () => {
    const refused = play(scanned('a'), read('a', good(used)));
    const reason = nextFlow(refused, { kind: 'reasonMade', readingId: 'u', outcome: good(receipt.code) });
    expect(reason).toMatchObject({ step: 'reason', code: receipt.code });
    expect(nextFlow(reason, { kind: 'closed' })).toBe(refused);
  });

  it('shows no reason that was made for the refusal before', () => {
    const refused = play(scanned('a'), read('a', good(used)));
    const late: FlowEvent = { kind: 'reasonMade', readingId: 'of before', outcome: good(receipt.code) };
    expect(nextFlow(refused, late)).toBe(refused);
  });

  it('shows a payment that was taken, whatever is asked about by now', () => {
    const paid: TillReading = { kind: 'paid', receipt };
    const shown = { step: 'receipt', receipt, again: false };
    for (const now of [play(), play(scanned('b')), play(scanned('b'), read('b', good(member)))])
      expect(nextFlow(now, read('a', good(paid)))).toEqual(shown);
  });

  it('judges a voucher again when the amount changes, and keeps it on the counter while that is short', () => {
    expect(textToJudgeAgain(play(scanned('a'), read('a', good(voucher))))).toBe('a');
    const short = play(scanned('a'), read('a', bad('amount_missing')));
    expect(textToJudgeAgain(short)).toBe('a');
    expect(isBusy(short)).toBe(true);
    expect(nextFlow(short, read('a', good(voucher))).step).toBe('voucher');
    expect(textToJudgeAgain(play(scanned('a'), read('a', good(member))))).toBeUndefined();
  });
});

describe('what is heard', () => {
  const reading: Flow = { step: 'reading', text: 'a' };

  it.each<[string, Flow, string | undefined]>([
    ['a member', nextFlow(reading, read('a', good(member))), 'accepted'],
    ['a voucher', nextFlow(reading, read('a', good(voucher))), 'accepted'],
    ['a refusal', nextFlow(reading, read('a', bad('bad_signature'))), 'refused'],
    ['a missing amount', nextFlow(reading, read('a', bad('amount_missing'))), 'attention'],
    ['a receipt again', nextFlow(reading, read('a', good({ kind: 'repeat', receipt }))), 'attention'],
    ['the beginning', { step: 'ready' }, undefined],
  ])('%s has its own sound', (_, flow, sound) => {
    expect(feedbackOf(flow, reading)).toBe(sound);
  });

  it('is not heard again when a voucher is judged again for another amount', () => {
    const open = nextFlow(reading, read('a', good(voucher)));
    expect(feedbackOf(nextFlow(open, read('a', good(voucher))), open)).toBeUndefined();
    expect(feedbackOf(nextFlow(open, read('a', bad('min_spend'))), open)).toBeUndefined();
  });

  it('is another sound for a stored sale than for an accepted code', () => {
    const saving = play(scanned('a'), read('a', good(member)), { kind: 'deciding' });
    const done = nextFlow(saving, { kind: 'decided', reading: member, outcome: good(receipt) });
    expect(feedbackOf(done, saving)).toBe('saved');
  });
});
