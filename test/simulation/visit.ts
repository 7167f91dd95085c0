// A poster at the door of a shop, and those who check in by it. Once a day it is worth something, however often it is scanned.
import { visitDay } from '#loyalty/ledger/pay-terms.ts';
import { attemptAsMember } from './attempt.ts';
import { SHOPS } from './database.ts';
import { operate } from './operator.ts';
import type { World } from './world.ts';

const DAY_MS = 86_400_000;

export async function checkIn(world: World): Promise<void> {
  const wallet = world.dice.pick(world.wallets);
  const shop = world.dice.pick(SHOPS);
  const poster = await posterOf(world, shop);
  const { answer, memberId } = await attemptAsMember(world, wallet, `checks in at ${shop}`, () =>
    wallet.api().readCode(poster, 'en'),
  );
  if (answer?.ok !== true || answer.value.kind !== 'visited') return;
  world.tally.saw(answer.value.again ? 'checked in again' : 'checked in');
  // Nobody believes a clock that is a day ahead.
  if (wallet.skewMs >= DAY_MS) return;
  const day = visitDay(Math.floor(answer.value.entry.atMs / 1_000));
  world.promises.add({
    device: wallet.name,
    kind: 'visit',
    memberId,
    subject: `${memberId}/${shop}/${day}`,
    words: `${wallet.name} saved its visit at ${shop} of day ${day}`,
  });
}

async function posterOf(world: World, shop: string): Promise<string> {
  const known = world.posters.get(shop);
  if (known !== undefined) return known;
  const [address] = await operate(world, ['poster', shop], { host: 'wallet.example' });
  world.posters.set(shop, address!);
  return address!;
}
