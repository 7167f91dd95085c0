// Points as money: the till asks, the phone agrees, the till takes it and gives a receipt. Codes of others answer, too.
import { attempt } from './attempt.ts';
import type { Wallet } from './device.ts';
import { SHOPS } from './database.ts';
import { draftFor, handOver, photograph, read } from './counter.ts';
import type { SimTill, World } from './world.ts';

/** More than some have, so that the limits are met. */
const BEYOND = 60;

export async function payWithPoints(world: World): Promise<void> {
  const { dice } = world;
  const { wallet, left } = await drawPayer(world);
  // What was earned can be spent once the server has set it aside.
  if (left === 0 && dice.chance(0.8)) {
    await attempt(world, wallet, 'syncs to pay', () => wallet.api().syncNow());
    return;
  }
  const till = dice.pick(
    dice.chance(0.9) ? world.tills.filter(({ shop }) => shop === SHOPS[0]) : world.tills,
  );
  const sale = draftFor(world, till);
  const request = await requestOf(world, till, { sale, wantedMinor: 1 + dice.below(left + BEYOND) });
  if (request === undefined) return;
  const agreed = await attempt(world, wallet, 'agrees to pay with points', () =>
    wallet.api().confirmPayment(request, 'en'),
  );
  if (agreed === undefined) return;
  if (!agreed.ok) return world.tally.saw(`no payment: ${agreed.error.kind}`);
  photograph(world, agreed.value.code.text);
  // Somebody is called away between the two scans, now and then.
  if (dice.chance(0.1)) return;
  const reading = await read(world, till, agreed.value.code.text, sale);
  if (reading?.kind !== 'paid' && reading?.kind !== 'repeat') return;
  world.tally.saw(reading.kind === 'paid' ? 'paid with points' : 'payment shown again');
  await handOver(world, { wallet, till }, { ok: true, value: reading.receipt });
}

/** Somebody who has something to spend, where there is one: most phones have earned nothing yet, or not heard of it. */
async function drawPayer({
  dice,
  wallets,
}: World): Promise<{ readonly wallet: Wallet; readonly left: number }> {
  const first = dice.below(wallets.length);
  for (let tried = 0; tried < wallets.length; tried++) {
    const wallet = wallets[(first + tried) % wallets.length]!;
    const { left } = await wallet.api().spending('en');
    if (left > 0) return { wallet, left };
  }
  return { wallet: wallets[first]!, left: 0 };
}

interface Asked {
  readonly sale: ReturnType<typeof draftFor>;
  readonly wantedMinor: number;
}

/** Mostly a fresh one; now and then what somebody photographed at another counter. */
async function requestOf(
  world: World,
  till: SimTill,
  { sale, wantedMinor }: Asked,
): Promise<string | undefined> {
  const { dice, photographs } = world;
  if (photographs.length > 0 && dice.chance(0.08)) return dice.pick(photographs);
  const asked = await attempt(world, till, 'asks for points', () =>
    till.api().requestPayment(sale, wantedMinor),
  );
  if (asked?.ok !== true) return undefined;
  photograph(world, asked.value.code.text);
  return asked.value.code.text;
}
