// The storm is over: everybody is online, clocks are right, and after a few rounds all must agree.
import { WAIT_MS } from '#server/push/forgotten.ts';
import type { LogEntry } from '#server/log.ts';
import { settleMembers } from '#server/retention/settle-members.ts';
import type { HeardRow } from '#storage/heard-store.ts';
import { balancesFollowFromEvents } from './balances.ts';
import { NO_FAULTS } from './faults.ts';
import { campaignVouchersAreKept } from './campaigns.ts';
import { identityOf } from './identity.ts';
import type { Judge } from './judge.ts';
import { must } from './must.ts';
import { updateDue } from './old-devices.ts';
import { promisesKept } from './promises-kept.ts';
import { readRedemptions } from './redemptions.ts';
import { shutOutNames, shutOutPhonesKnow, takenForOthers } from './shut-out.ts';
import { spendingStaysInBounds } from './spending-rules.ts';
import { everybodyWasToldTheSame } from './told-decisions.ts';
import { vouchersAreInOnePlace } from './voucher-places.ts';
import type { SimTill, World } from './world.ts';

const ROUNDS = 12;
/** What one device brings, another hears and perhaps tells again. */
const LEAST_ROUNDS = 3;
const MINUTE_MS = 60_000;

export async function heal(world: World, judge: Judge): Promise<void> {
  world.faults = NO_FAULTS;
  await updateDue(world, Number.POSITIVE_INFINITY);
  for (const device of [...world.wallets, ...world.tills]) {
    device.online = true;
    device.skewMs = 0;
  }
  let unsent = await syncAll(world, judge);
  // A voucher whose issue the server forgot, and whose phone lost its disk, is waited for as long as the server waits; so is a
  // phone that stated what another one carries.
  if (unsent.length > 0 || (await someoneTellsAgain(world))) {
    world.pass(WAIT_MS);
    unsent = await syncAll(world, judge);
  }
  must(unsent.length === 0, `every outbox is empty after ${ROUNDS} rounds, but ${unsent.join(', ')}`);
  await settleBooks(world);
  // Nobody brings anything any more: each hears what was booked.
  await syncAll(world, judge, 1);
  const refused = await shutOutNames(world);
  await shutOutPhonesKnow(world, refused);
  const shutOut = new Set([...refused, ...(await takenForOthers(world))]);
  await promisesKept(world, shutOut);
  await everybodyWasToldTheSame(world, shutOut);
  await balancesFollowFromEvents(world, shutOut);
  await vouchersAreInOnePlace(world, shutOut);
  await campaignVouchersAreKept(world, shutOut);
  await oneRedemptionPerUse(world);
  await spendingStaysInBounds(world);
}

/** Whether a phone has yet to be heard with what it was told before the server was put back. */
async function someoneTellsAgain({ wallets }: World): Promise<boolean> {
  for (const wallet of wallets) {
    const rows = ((await wallet.read(['heard'])).get('heard') ?? []) as readonly HeardRow[];
    if (rows.some(({ forgotten }) => forgotten === 1)) return true;
  }
  return false;
}

/** What lapsed while nobody did anything is booked by the server itself. */
async function settleBooks({ server, databases, random, nowMs }: World): Promise<void> {
  const clock = { nowMs, monotonicMs: nowMs };
  const unsettled: string[] = [];
  const log = ({ event }: LogEntry) => void unsettled.push(event);
  await settleMembers({ db: server.books(), keys: databases.keys, clock, random, log });
  must(unsettled.length === 0, `every member is settled, but ${unsettled.join(', ')}`);
}

/** Until nobody has anything to send, or it seems that somebody always will: who still has something. */
async function syncAll(world: World, judge: Judge, leastRounds = LEAST_ROUNDS): Promise<readonly string[]> {
  const devices = [...world.wallets, ...world.tills];
  let unsent: readonly string[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    // Longer than the rest that a busy server may ask for.
    world.pass(16 * MINUTE_MS);
    unsent = [];
    const shutOut = await shutOutNames(world);
    for (const device of devices) {
      const { unsent: left, problem } = await device.api().syncNow();
      await world.atRest();
      if (left > 0 && !shutOut.has(device.name))
        unsent = [...unsent, `${left} of ${device.name} (${problem?.kind ?? 'no problem'})`];
    }
    await judge.look();
    if (unsent.length === 0 && round >= leastRounds) break;
  }
  return unsent;
}

/**
 * Of all receipts for one use of a voucher one is accepted; and each till that may take it gives it away at most once: the loss
 * is at most one face per further till (src/protocol/README.md, "Challenges, payments and limits"). A till whose profile was put
 * back knows less than it should.
 */
async function oneRedemptionPerUse(world: World): Promise<void> {
  const shops = new Map<string, number>();
  const mostAt = new Map<string, number>();
  for (const till of world.tills) {
    shops.set(till.shop, (shops.get(till.shop) ?? 0) + 1);
    mostAt.set((await identityOf(till)).deviceId, 1 + timesRolledBack(world, till));
  }
  const most = Math.max(...shops.values()) + world.rolledBackTills.size;
  for (const { name, accepted, all } of await readRedemptions(world.server.books())) {
    must(accepted.size <= 1, `voucher use ${name} is accepted once, not ${accepted.size} times`);
    must(all.size <= most, `voucher use ${name} passed at most ${most} tills, not ${all.size}`);
    for (const till of all.values()) {
      const times = [...all.values()].filter((other) => other === till).length;
      const mostHere = mostAt.get(till) ?? 0;
      must(times <= mostHere, `voucher use ${name} passed one till ${mostHere} times at most, not ${times}`);
    }
    if (all.size > 1) world.tally.saw('voucher used at two tills');
  }
}

function timesRolledBack({ rolledBackTills }: World, { name }: SimTill): number {
  return [...rolledBackTills].filter((each) => each.startsWith(`${name} `)).length;
}
