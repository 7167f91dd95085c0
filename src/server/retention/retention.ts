// What a server drops once nobody can need it, and what a crash left for somebody to finish. Small pieces beside the pushes, by
// one process at a time; `docs/scaling.md` says how long what is kept, and why.
import { sql } from 'kysely';
import { ALL_BUCKETS } from '#server/db/bucket.ts';
import { PAIRING_CODES_KEPT_MS } from '#server/enrolment/pairing-code.ts';
import { carryStatusEntries } from '#server/db/migrations/0063-status-entry-carried.ts';
import { dropClaims } from '#server/push/claims.ts';
import { deliver } from '#server/push/deliveries.ts';
import type { Claim } from '#server/push/effect.ts';
import { dropDeviceLinks } from './drop-device-links.ts';
import { dropStatusMarks } from './drop-status-marks.ts';
import { settleMembers, type SettleDeps } from './settle-members.ts';
import { CHANGES_KEPT_MS, pruneChanges } from './prune-changes.ts';

export type RetentionDeps = SettleDeps;

/** Rows that one round of a job looks for: bounded work, and locks that are soon gone. */
const ROUND_ROWS = 5_000;
const ROUND_BUCKETS = 64;
const DAY_MS = 86_400_000;

/** Each returns how many rows it dropped or moved; less than a round's worth means that nothing is left. */
const JOBS: Readonly<Record<JobName, (deps: RetentionDeps) => Promise<number>>> = {
  changes: ({ db, clock }) => pruneChanges(db, clock.nowMs()),
  claims: dropPassingClaims,
  deliveries: finishDeliveries,
  device_links: dropDeviceLinks,
  pairing_codes: dropPairingCodes,
  standings: settleMembers,
  status_entries: ({ db }) => carryStatusEntries(db),
  status_marks: dropStatusMarks,
  terminal_days: dropTerminalDays,
};

export type JobName =
  | 'changes'
  | 'claims'
  | 'deliveries'
  | 'device_links'
  | 'pairing_codes'
  | 'standings'
  | 'status_entries'
  | 'status_marks'
  | 'terminal_days';
export type RetentionReport = Readonly<Record<JobName, number>>;

/** One round of every job; one that fails says so, and keeps none of the others from its turn. */
export async function retainOnce(deps: RetentionDeps): Promise<RetentionReport> {
  const report: Partial<Record<JobName, number>> = {};
  for (const name of Object.keys(JOBS) as JobName[]) {
    report[name] = await JOBS[name](deps).catch((error: unknown) => {
      deps.log({ level: 'error', event: 'retention_failed', job: name, error: String(error) });
      return 0;
    });
  }
  return report as RetentionReport;
}

/** Rounds until one finds nothing to do. */
export async function retainAll(deps: RetentionDeps): Promise<RetentionReport> {
  let total = await retainOnce(deps);
  for (let round = total; Object.values(round).some((count) => count > 0);) {
    round = await retainOnce(deps);
    const sums = Object.entries(round).map(([name, count]) => [name, total[name as JobName] + count]);
    total = Object.fromEntries(sums) as unknown as RetentionReport;
  }
  return total;
}

const LEASE = 'retention_until';

/** A round, unless another process has had its turn within `everyMs`: a row that is changed only by who finds it ended. */
export async function retainInTurn(
  deps: RetentionDeps,
  everyMs: number,
): Promise<RetentionReport | undefined> {
  const nowMs = deps.clock.nowMs();
  const { numAffectedRows } = await sql`
    INSERT INTO server_state (name, value) VALUES (${LEASE}, ${String(nowMs + everyMs)})
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
    WHERE server_state.value::bigint <= ${nowMs}`.execute(deps.db);
  return numAffectedRows === 1n ? retainOnce(deps) : undefined;
}

/** Claims of a push in steps: once it is finished, the record itself keeps its place and its decision. */
async function dropPassingClaims({ db, clock }: RetentionDeps): Promise<number> {
  const beforeMs = clock.nowMs() - CHANGES_KEPT_MS;
  const { rows } = await sql<Pick<Claim, 'bucket' | 'kind' | 'subject'>>`
    SELECT bucket, kind, subject FROM claim
    WHERE bucket = ANY(${ALL_BUCKETS}::smallint[]) AND at_ms IS NOT NULL AND at_ms < ${beforeMs}
    LIMIT ${ROUND_ROWS}`.execute(db);
  await dropClaims(db, rows);
  return rows.length;
}

/** What a push in steps had decided before its server died, and whose device has not pushed since. */
async function finishDeliveries({ db, clock, random }: RetentionDeps): Promise<number> {
  const { rows } = await sql<{ readonly bucket: number }>`
    SELECT DISTINCT bucket FROM delivery
    WHERE bucket = ANY(${ALL_BUCKETS}::smallint[]) LIMIT ${ROUND_BUCKETS}`.execute(db);
  await deliver(
    { db, random, nowMs: clock.nowMs() },
    rows.map(({ bucket }) => bucket),
  );
  return rows.length;
}

/** Codes that lapsed long ago; used ones tell for a while who paired what. */
async function dropPairingCodes({ db, clock }: RetentionDeps): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('pairing_code')
    .where('expires_at', '<', clock.nowMs() - PAIRING_CODES_KEPT_MS)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** What tills took in payment on days that are settled since long. */
async function dropTerminalDays({ db, clock }: RetentionDeps): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('terminal_day')
    .where('bucket', 'in', ALL_BUCKETS)
    .where('day', '<', Math.floor(clock.nowMs() / DAY_MS) - TERMINAL_DAYS)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

const TERMINAL_DAYS = 400;
