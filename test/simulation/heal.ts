// The storm is over: everybody is online, clocks are right, and after a few rounds all must agree.
import { replay } from '#loyalty/engine/replay.ts';
import { eventsOfGroup, type GroupMember, groupOf, ownState } from '#loyalty/ledger/programme-group.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import type { Db } from '#server/db/transaction.ts';
import { NO_FAULTS } from './faults.ts';
import { WAIT_MS } from '#server/push/forgotten.ts';
import { identityOf } from './identity.ts';
import { type Judge, must } from './judge.ts';
import { readRedemptions, readUndoIds } from './redemptions.ts';
import type { World } from './world.ts';

const ROUNDS = 12;
const MINUTE_MS = 60_000;

export async function heal(world: World, judge: Judge): Promise<void> {
  world.faults = NO_FAULTS;
  for (const device of [...world.wallets, ...world.tills]) {
    device.online = true;
    device.skewMs = 0;
  }
  let unsent = await syncAll(world, judge);
  // A voucher whose issue the server forgot, and whose phone lost its disk, is waited for as long as the server waits.
  if (unsent.length > 0) {
    world.pass(WAIT_MS);
    unsent = await syncAll(world, judge);
  }
  must(unsent.length === 0, `every outbox is empty after ${ROUNDS} rounds, but ${unsent.join(', ')}`);
  await promisesKept(world);
  await balancesFollowFromEvents(world);
  await oneRedemptionPerUse(world);
}

/** Until nobody has anything to send, or it seems that somebody always will: who still has something. */
async function syncAll(world: World, judge: Judge): Promise<readonly string[]> {
  const devices = [...world.wallets, ...world.tills];
  let unsent: readonly string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Longer than the rest that a busy server may ask for.
    world.pass(16 * MINUTE_MS);
    unsent = [];
    for (const device of devices) {
      const { unsent: left, problem } = await device.api().syncNow();
      await world.atRest();
      if (left > 0) unsent = [...unsent, `${left} of ${device.name} (${problem?.kind ?? 'no problem'})`];
    }
    await judge.look();
    if (unsent.length === 0 && round >= 2) break;
  }
  return unsent;
}

async function promisesKept(world: World): Promise<void> {
  const db = world.server.books();
  const claims = await db.selectFrom('claim').select(['kind', 'subject', 'holder']).execute();
  // A redemption that was taken back has no claim any more.
  const sales = await db.selectFrom('sale').select('receipt').execute();
  const names = new Set([
    ...claims.flatMap(({ subject, holder }) => [subject.toString('hex'), holder]),
    ...sales.map(({ receipt }) => receipt),
    ...(await readUndoIds(db)),
  ]);
  const subjects = new Set(claims.map(({ kind, subject }) => `${kind} ${subject.toString()}`));
  for (const { kind, subject, device, words } of world.promises.all()) {
    if (kind === 'receipt') must(names.has(subject), `${words}, and the server came to know it`);
    else {
      const full = kind === 'join' ? `${await memberOf(world, device)}/${subject}` : subject;
      must(subjects.has(`${kind} ${full}`), `${words}, and the server knows it`);
    }
  }
}

async function memberOf(world: World, name: string): Promise<string> {
  const wallet = world.wallets.find((each) => each.name === name)!;
  return (await identityOf(wallet)).memberId;
}

/** Balance in the books = the events folded from nothing = what the wallet shows, none of it pending. */
async function balancesFollowFromEvents(world: World): Promise<void> {
  const db = world.server.books();
  for (const wallet of world.wallets) {
    const { memberId } = await identityOf(wallet);
    if (memberId === '') continue;
    const truth = await truthOf(db, memberId, world.nowMs());
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

/**
 * Of all receipts for one use of a voucher one is accepted; and each till that may take it gives it away at most once (protocol
 * design 3.7: the loss is at most one face value per further till). A till whose profile was put back knows less than it should.
 */
async function oneRedemptionPerUse(world: World): Promise<void> {
  const shops = new Map<string, number>();
  for (const { shop } of world.tills) shops.set(shop, (shops.get(shop) ?? 0) + 1);
  const most = Math.max(...shops.values()) + world.rolledBackTills.size;
  for (const { name, accepted, all } of await readRedemptions(world.server.books())) {
    must(accepted.size <= 1, `voucher use ${name} is accepted once, not ${accepted.size} times`);
    must(all.size <= most, `voucher use ${name} passed at most ${most} tills, not ${all.size}`);
    if (all.size > 1) world.tally.saw('voucher used at two tills');
  }
}
