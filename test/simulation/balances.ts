// Balance in the books, balance by the log, balance on every phone: one number.
import { replay } from '#loyalty/engine/replay.ts';
import { eventsOfGroup, type GroupMember, groupOf, ownState } from '#loyalty/ledger/programme-group.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import type { LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';
import type { Db } from '#server/db/transaction.ts';
import { identityOf } from './identity.ts';
import { must } from './must.ts';
import type { World } from './world.ts';

/** Balance in the books = the events folded from nothing = what the wallet shows, none of it pending. */
export async function balancesFollowFromEvents(world: World, shutOut: ReadonlySet<string>): Promise<void> {
  const db = world.server.books();
  for (const wallet of world.wallets) {
    const { memberId } = await identityOf(wallet);
    if (memberId === '' || shutOut.has(wallet.name)) continue;
    const truth = await truthOf(db, memberId, world.nowMs());
    await booksAgree(db, memberId, truth);
    const { programmes } = await wallet.api().home('en');
    for (const { look, balances } of programmes) {
      for (const { unitId, qty, pendingQty } of balances) {
        const right = truth.get(`${look.programmeId}/${unitId}`) ?? 0;
        must(pendingQty === 0, `${wallet.name} waits for nothing in ${look.programmeId}: ${pendingQty}`);
        must(
          qty === right,
          `${wallet.name} shows ${right} ${unitId} of ${look.programmeId}, as the server, not ${qty}`,
        );
      }
    }
  }
}

/** What the books say of a member, at hand and set aside, is what follows from the log. */
async function booksAgree(db: Db, memberId: string, truth: ReadonlyMap<string, number>): Promise<void> {
  const rows = await db
    .selectFrom('balance')
    .select(['account', 'amount'])
    .where('account', 'like', `member/${memberId}/%`)
    .execute();
  const booked = new Map<string, number>();
  for (const { account, amount } of rows) {
    const unit = account.split('/').slice(2, 4).join('/');
    booked.set(unit, (booked.get(unit) ?? 0) + amount);
  }
  for (const [unit, qty] of booked) {
    const right = truth.get(unit) ?? 0;
    must(qty === right, `the books give ${memberId} ${right} of ${unit}, as the log does, not ${qty}`);
  }
}

/** Folded from nothing by the same rules, and by nothing that the server has stored but the log and the programmes. */
async function truthOf(db: Db, memberId: string, nowMs: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('member_event').select('body').where('member', '=', memberId).execute();
  const log = rows.map(({ body }) => body as LoyaltyEvent);
  const known = await readProgrammes(db);
  const truth = new Map<string, number>();
  for (const id of known.keys()) {
    const group = groupOf(id, known);
    if (!group.ok) throw new Error(`${id} does not load`);
    const events = eventsOfGroup(log, group.value);
    const now = instantFromSeconds(Math.floor(nowMs / 1000));
    const at = events.reduce((latest, event) => (event.at > latest ? event.at : latest), now);
    const { states } = replay(group.value.loaded, events, [{ at, member: memberId }]);
    const { balance } = ownState(states[0]!, group.value);
    for (const [unit, qty] of Object.entries(balance)) truth.set(`${id}/${unit}`, qty);
  }
  return truth;
}

async function readProgrammes(db: Db): Promise<ReadonlyMap<string, GroupMember>> {
  const rows = await db.selectFrom('programme').selectAll().execute();
  return new Map(
    rows.map(({ id, definition, merchants, sales }) => {
      const scope = { programmeId: id, merchants, sales };
      return [id, { definition: definition as unknown as Programme, scope }];
    }),
  );
}
