// Who may not speak any more, by the server's word, and whether they know it.
import { identityOf } from './identity.ts';
import { must } from './must.ts';
import type { World } from './world.ts';

/** Names of the devices that the server refuses, as it is now: one that was restored may have forgotten that. */
export async function shutOutNames(world: World): Promise<ReadonlySet<string>> {
  const rows = await world.server
    .books()
    .selectFrom('device')
    .select('id')
    .where('revoked_at', 'is not', null)
    .execute();
  const revoked = new Set(rows.map(({ id }) => id));
  const names = new Set<string>();
  for (const device of [...world.wallets, ...world.tills])
    if (revoked.has((await identityOf(device)).deviceId)) names.add(device.name);
  return names;
}

/**
 * Names of phones whose key a restored server, which had forgotten it, took for that of a new member: a copy of the profile from
 * before its first contact came first. What such a phone says of its own member counts for the other one, or for nobody.
 */
export async function takenForOthers(world: World): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  if (!world.mishaps.has('server restored')) return names;
  for (const wallet of world.wallets) {
    const { deviceId, memberId } = await identityOf(wallet);
    if (memberId === '' || !world.copiedKeys.has(deviceId)) continue;
    const row = await world.server
      .books()
      .selectFrom('device')
      .select('owner')
      .where('id', '=', deviceId)
      .executeTakeFirst();
    if (row !== undefined && row.owner !== memberId) names.add(wallet.name);
  }
  return names;
}

/**
 * A phone that is no longer heard says so: its owner must not go on trusting it. One that never heard whose it had become has
 * nothing that anybody could trust, and learns of it when it next wants to be somebody's.
 */
export async function shutOutPhonesKnow({ wallets }: World, shutOut: ReadonlySet<string>): Promise<void> {
  for (const wallet of wallets) {
    const { enrolled, removed } = await wallet.api().safety();
    if (shutOut.has(wallet.name)) must(removed || !enrolled, `${wallet.name} knows that it is shut out`);
  }
}
