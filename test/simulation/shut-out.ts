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
 * A phone that is no longer heard says so: its owner must not go on trusting it. One that never heard whose it had become has
 * nothing that anybody could trust, and learns of it when it next wants to be somebody's.
 */
export async function shutOutPhonesKnow({ wallets }: World, shutOut: ReadonlySet<string>): Promise<void> {
  for (const wallet of wallets) {
    const { enrolled, removed } = await wallet.api().safety();
    if (shutOut.has(wallet.name)) must(removed || !enrolled, `${wallet.name} knows that it is shut out`);
  }
}
