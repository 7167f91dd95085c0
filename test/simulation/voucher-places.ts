// Where a voucher can be shown it can be used: so it is in one place at a time, whatever phones its member has.
import { identityOf } from './identity.ts';
import { must } from './must.ts';
import type { World } from './world.ts';

/** Of all phones of a member that are still heard, one at most may show a voucher. Not so on a server that forgot where it had sent one. */
export async function vouchersAreInOnePlace(world: World, shutOut: ReadonlySet<string>): Promise<void> {
  if (world.mishaps.has('server restored')) return;
  const forms = await world.server.books().selectFrom('credential').select('voucher').execute();
  const formsOf = new Map<string, number>();
  for (const { voucher: id } of forms) formsOf.set(id, (formsOf.get(id) ?? 0) + 1);
  for (const [id, count] of formsOf) must(count === 1, `one phone has a form of voucher ${id}, not ${count}`);
  const places = new Map<string, { readonly wallet: string; readonly deviceId: string }>();
  for (const wallet of world.wallets) {
    const { memberId, deviceId } = await identityOf(wallet);
    if (shutOut.has(wallet.name)) continue;
    for (const { key, state } of await wallet.api().vouchers('en')) {
      if (state !== 'live' && state !== 'presented') continue;
      const name = `${memberId} ${key}`;
      const other = places.get(name) ?? { wallet: wallet.name, deviceId };
      // A copied profile is the same phone to everybody.
      must(other.deviceId === deviceId, `${key} is in one place, not on ${other.wallet} and ${wallet.name}`);
      places.set(name, other);
    }
  }
}
