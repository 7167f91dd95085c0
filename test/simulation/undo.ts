// A till takes back what it has sold, all of it or a part; the customer may have the receipt of that scanned, or not.
import type { UndoWish } from '#bridge/cashier-undo.ts';
import { attempt } from './attempt.ts';
import { handOver } from './counter.ts';
import type { World } from './world.ts';

export async function takeBack(world: World): Promise<void> {
  const { dice } = world;
  if (world.sales.length === 0) return;
  const { till, wallet, recordId, amountMinor } = dice.pick(world.sales);
  const wishId = `wish-${world.nowMs()}`;
  const wish: UndoWish = dice.chance(0.5)
    ? { wishId, reason: 'cashier_mistake' }
    : { wishId, reason: 'goods_returned', lines: [{ index: 0, amountMinor: 1 + dice.below(amountMinor) }] };
  const undone = await attempt(world, till, 'takes a sale back', () => till.api().undo(recordId, wish));
  if (undone?.ok === true) world.tally.saw('taken back');
  const customer = dice.chance(0.8) ? wallet : dice.pick(world.wallets);
  await handOver(world, { wallet: customer, till }, undone);
}
