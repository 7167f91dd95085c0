// What the operator does to others: shuts out a phone that was reported lost, a till, or a thief's till, and forgets a member.
import { identityOf } from './identity.ts';
import { operate } from './operator.ts';
import type { World } from './world.ts';

export async function revokePhone(world: World): Promise<void> {
  const wallet = world.dice.pick(world.wallets);
  const { deviceId } = await identityOf(wallet);
  if (deviceId === '') return;
  await operate(world, ['device', 'revoke', deviceId]);
  world.tally.saw('phone revoked');
  world.tell(`the operator revokes ${wallet.name}`);
}

/** The other tills go on: a world without tills would stand still. */
export async function revokeTill(world: World): Promise<void> {
  const { dice } = world;
  if (world.revokedTills.size > 0) return;
  const till = dice.pick(world.tills);
  const view = await till.api().terminal();
  if (view.state !== 'paired') return;
  const stolen = dice.chance(0.5);
  await operate(
    world,
    ['terminal', 'revoke', till.shop, String(view.tillNumber)],
    stolen ? { stolen: 'yes' } : {},
  );
  // A thief's sales count for nobody; what an honest till has given out is still good in the hands of customers.
  world.revokedTills.set(till.name, stolen ? 'stolen' : 'returned');
  world.tally.saw(stolen ? 'till stolen' : 'till revoked');
  world.tell(`the operator revokes ${till.name}${stolen ? ' as stolen' : ''}`);
}

export async function eraseMember(world: World): Promise<void> {
  const wallet = world.dice.pick(world.wallets);
  const { memberId } = await identityOf(wallet);
  if (memberId === '') return;
  world.erasedMembers.add(memberId);
  for (const key of await keysOf(world, memberId)) world.goneKeys.add(key);
  await operate(world, ['member', 'erase', memberId], { reason: 'asked' });
  for (const each of world.wallets) {
    const identity = await identityOf(each);
    if (identity.memberId !== memberId) continue;
    // A restored server may not know all of them.
    world.goneKeys.add(identity.deviceId);
    world.promises.release(each.name);
    if (world.dice.chance(0.5)) await each.replaceDisk(new Map());
  }
  world.tally.saw('member erased');
  world.tell(`the operator erases the member of ${wallet.name}`);
}

async function keysOf({ server }: World, memberId: string): Promise<readonly string[]> {
  const rows = await server
    .books()
    .selectFrom('member_device')
    .select('device')
    .where('member', '=', memberId)
    .execute();
  return rows.map(({ device }) => device);
}
