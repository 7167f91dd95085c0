// Whatever a screen said was saved, the server has come to know.
import { identityOf } from './identity.ts';
import { must } from './must.ts';
import { readAnswerIds, readNobodysUses } from './redemptions.ts';
import type { World } from './world.ts';

export async function promisesKept(world: World, shutOut: ReadonlySet<string>): Promise<void> {
  const db = world.server.books();
  const claims = await db.selectFrom('claim').select(['kind', 'subject', 'holder']).execute();
  // A redemption that was taken back has no claim any more.
  const sales = await db.selectFrom('sale').select('receipt').execute();
  const names = new Set([
    ...claims.flatMap(({ subject, holder }) => [subject.toString('hex'), holder]),
    ...sales.map(({ receipt }) => receipt),
    ...(await readAnswerIds(db)),
    ...(world.mishaps.has('server restored') ? await readNobodysUses(db, world.goneKeys) : []),
  ]);
  const subjects = new Set(claims.map(({ kind, subject }) => `${kind} ${subject.toString()}`));
  for (const { kind, subject, device, memberId, till, words } of world.promises.all()) {
    if (memberId !== undefined && (await hasForgotten(world, device, memberId))) continue;
    // What such a device alone knew is lost with it, and what a thief's till gave out counts for nobody.
    if (shutOut.has(device) || (till !== undefined && world.revokedTills.get(till) === 'stolen')) continue;
    if (kind === 'receipt') must(names.has(subject), `${words}, and the server came to know it`);
    else {
      const full = kind === 'join' ? `${memberId}/${subject}` : subject;
      must(subjects.has(`${kind} ${full}`), `${words}, and the server knows it`);
    }
  }
}

/** A phone of somebody who was erased goes on without a line until it hears that; what it has not sent by then goes with them. */
async function hasForgotten(
  { erasedMembers, wallets }: World,
  name: string,
  memberId: string,
): Promise<boolean> {
  if (!erasedMembers.has(memberId)) return false;
  const wallet = wallets.find((each) => each.name === name)!;
  return (await identityOf(wallet)).memberId !== memberId;
}
