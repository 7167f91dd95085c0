// What happens at a counter: a pass and a sale, a voucher and a discount, and the codes that people photograph.
import type { Outcome } from '#bridge/common-views.ts';
import type { SaleDraft, TillReading } from '#bridge/cashier-api.ts';
import type { TillReceipt } from '#bridge/till-record.ts';
import { attempt, attemptAsMember } from './attempt.ts';
import { answerChallenge } from './challenge.ts';
import type { Wallet } from './device.ts';
import type { SimSale, SimTill, World } from './world.ts';

const CATEGORY: Readonly<Record<string, string>> = { 'book-harbour': 'fiction', 'copper-cup': 'coffee' };
const MOST_PHOTOGRAPHS = 30;

export async function sell(world: World): Promise<void> {
  const wallet = world.dice.pick(world.wallets);
  const till = world.dice.pick(world.tills);
  const pass = await attempt(world, wallet, 'shows its pass', () => wallet.api().pass());
  if (pass?.ok !== true) return;
  photograph(world, pass.value.text);
  const sale = draftFor(world, till);
  const reading = await read(world, till, pass.value.text, sale);
  if (reading?.kind !== 'member') return;
  const sold = await attempt(world, till, 'records the sale', () =>
    till.api().recordSale(reading.readingId, sale),
  );
  await handOver(world, { wallet, till }, sold);
}

export async function redeemVoucher(world: World): Promise<void> {
  const wallet = world.dice.pick(world.wallets);
  const live = (await wallet.api().vouchers('en')).filter(
    ({ state }) => state === 'live' || state === 'presented',
  );
  if (live.length === 0) return sell(world);
  const voucher = world.dice.pick(live);
  const till = world.dice.pick(world.tills);
  if (voucher.place?.kind === 'challenge') {
    const code = await answerChallenge(world, { wallet, till }, voucher.key);
    return code === undefined ? undefined : redeemAt(world, { wallet, till }, code);
  }
  const shown = await attempt(world, wallet, `presents ${voucher.title}`, () =>
    wallet.api().present(voucher.key, 'en'),
  );
  if (shown?.ok !== true) return;
  photograph(world, shown.value.code.text);
  await redeemAt(world, { wallet, till }, shown.value.code.text);
}

/** A code of some time ago, at any till or wallet: mostly refused, and never good twice. */
export async function showOldCode(world: World): Promise<void> {
  if (world.photographs.length === 0) return;
  const code = world.dice.pick(world.photographs);
  const wallet = world.dice.pick(world.wallets);
  if (world.dice.chance(0.4)) {
    await attempt(world, wallet, 'scans an old code', () => wallet.api().readCode(code, 'en'));
    return;
  }
  world.tally.saw('old code at a till');
  await redeemAt(world, { wallet, till: world.dice.pick(world.tills) }, code);
}

interface Counter {
  readonly wallet: Wallet;
  readonly till: SimTill;
}

async function redeemAt(world: World, { wallet, till }: Counter, code: string): Promise<void> {
  const sale = draftFor(world, till);
  const reading = await read(world, till, code, sale);
  if (reading?.kind === 'member') {
    const sold = await attempt(world, till, 'records a sale on an old pass', () =>
      till.api().recordSale(reading.readingId, sale),
    );
    return handOver(world, { wallet, till }, sold);
  }
  if (reading?.kind === 'paid' || reading?.kind === 'repeat')
    return handOver(world, { wallet, till }, { ok: true, value: reading.receipt });
  if (reading?.kind !== 'voucher') return;
  const redeemed = await attempt(world, till, 'redeems', () => till.api().redeem(reading.readingId, sale));
  if (redeemed?.ok === true) world.tally.saw('redeemed');
  await handOver(world, { wallet, till }, redeemed);
}

export async function read(
  world: World,
  till: SimTill,
  code: string,
  sale: SaleDraft,
): Promise<TillReading | undefined> {
  const reading = await attempt(world, till, 'reads a code', () => till.api().readCode(code, sale));
  if (reading?.ok !== true) {
    if (reading !== undefined) world.tally.saw(`till refused: ${reading.error.kind}`);
    return undefined;
  }
  if (reading.value.kind === 'refused') world.tally.saw(`till refused: ${reading.value.reason.kind}`);
  return reading.value;
}

/** The till said "saved": from here on it counts. The customer may scan the receipt now, later or never. */
export async function handOver(
  world: World,
  { wallet, till }: Counter,
  receipt: Outcome<TillReceipt> | undefined,
): Promise<void> {
  if (receipt?.ok !== true) return;
  const { record, code } = receipt.value;
  if (record.kind === 'earn') world.tally.saw('sold');
  if (record.kind === 'redeem') world.tally.saw('voucher used');
  world.promises.add({
    device: till.name,
    kind: 'receipt',
    subject: record.id,
    words: `${till.name} saved ${record.kind} ${record.id}`,
  });
  if (record.kind !== 'undo')
    remember(world, { till, wallet, recordId: record.id, amountMinor: record.total.amountMinor });
  photograph(world, code.text);
  if (world.dice.chance(world.faults.receiptNotScanned)) return;
  const { answer, memberId } = await attemptAsMember(world, wallet, 'scans the receipt', () =>
    wallet.api().readCode(code.text, 'en'),
  );
  if (answer?.ok !== true) return;
  world.tally.saw('receipt scanned');
  // Kept unseen, for want of a trust list: it may take back a sale that this phone never gets to hold.
  const isUnseen = 'entry' in answer.value && answer.value.entry.state.kind === 'unverified';
  if (record.kind === 'undo' && isUnseen) return;
  world.promises.add({
    device: wallet.name,
    kind: 'receipt',
    subject: record.id,
    till: till.name,
    memberId,
    words: `${wallet.name} saved ${record.id}`,
  });
}

export function draftFor(world: World, till: SimTill): SaleDraft {
  const amountMinor = 50 + world.dice.below(12_000);
  return { lines: [{ amountMinor, category: CATEGORY[till.shop]! }] };
}

function remember(world: World, sale: SimSale): void {
  world.sales.push(sale);
  if (world.sales.length > MOST_PHOTOGRAPHS) world.sales.shift();
}

export function photograph(world: World, code: string): void {
  world.photographs.push(code);
  if (world.photographs.length > MOST_PHOTOGRAPHS) world.photographs.shift();
}
