// What lately reached a member's accounts and log, so that support can say where the points of yesterday are.
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { ALL_BUCKETS, bucketOf } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';
import { readTills } from '#server/operator/tills.ts';
import { memberPrefix } from '#server/push/ledger.ts';
import { tillName } from './till-name.ts';

const MOST = 20;

export interface Posting {
  /** When its device says that it happened, and when it came; null of what the server did by itself. */
  readonly occurred: string | null;
  readonly received: string | null;
  /** As `terminal list` has it; null when no till brought it. */
  readonly till: string | null;
  readonly kind: string | null;
  readonly status: string | null;
  readonly code: string | null;
  /** By account of the member; points of one push stand with the last of its records. */
  readonly moved: Readonly<Record<string, number>>;
}

/** The newest records that moved something of the member's, whichever device brought them. */
export async function lastPostings(db: Db, member: string): Promise<readonly Posting[]> {
  const legs = await newestLegs(db, member);
  const ids = [...new Set(legs.map(({ event }) => event))];
  const records = await recordsOf(db, ids);
  return ids.map((id) => {
    const own = legs.filter(({ event }) => event === id);
    return { ...(records.get(id) ?? BY_ITSELF), moved: movedBy(own, member) };
  });
}

interface AccountLeg {
  readonly event: string;
  readonly account: string;
  readonly amount: number;
}

/** Ids of records begin with their time. Legs of nothing are left out: a first record may bring one. */
function newestLegs(db: Db, member: string): Promise<readonly AccountLeg[]> {
  const bucket = bucketOf(member);
  const newest = db
    .selectFrom('ledger')
    .select('event')
    .distinct()
    .where('bucket', '=', bucket)
    .where('account', 'like', `${memberPrefix(member)}%`)
    .where('amount', '!=', 0)
    .orderBy('event', 'desc')
    .limit(MOST);
  return db
    .selectFrom('ledger')
    .select(['event', 'account', 'amount'])
    .where('bucket', '=', bucket)
    .where('event', 'in', newest)
    .where('account', 'like', `${memberPrefix(member)}%`)
    .where('amount', '!=', 0)
    .orderBy('event', 'desc')
    .orderBy('leg')
    .execute();
}

function movedBy(legs: readonly AccountLeg[], member: string): Posting['moved'] {
  const sums = new Map<string, number>();
  for (const { account, amount } of legs) {
    const name = account.slice(memberPrefix(member).length);
    sums.set(name, (sums.get(name) ?? 0) + amount);
  }
  return Object.fromEntries(sums);
}

type RecordFacts = Omit<Posting, 'moved'>;

const BY_ITSELF: RecordFacts = {
  occurred: null,
  received: null,
  till: null,
  kind: null,
  status: null,
  code: null,
};

async function recordsOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, RecordFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('event')
    .select(['id', 'device', 'kind', 'status', 'code', 'occurred_at', 'received_at'])
    .where('bucket', 'in', ALL_BUCKETS)
    .where('id', 'in', ids)
    .execute();
  const tills = await readTills(db);
  return new Map(
    rows.map(({ id, device, kind, status, code, occurred_at, received_at }) => {
      const till = tills.find(({ deviceId }) => deviceId === device);
      const facts = {
        occurred: occurred_at === null ? null : iso(occurred_at),
        received: iso(received_at),
        till: till === undefined ? null : tillName(till),
        kind,
        status,
        code,
      };
      return [id, facts];
    }),
  );
}

export interface LoggedEvent {
  readonly at: string;
  readonly type: string;
  readonly merchant: string | null;
  readonly programme: string | null;
  /** List prices of all lines, in minor units. */
  readonly amountMinor: number | null;
}

/** The newest of what the rules judge: also sales that gave nothing. */
export async function lastEvents(db: Db, member: string): Promise<readonly LoggedEvent[]> {
  const rows = await db
    .selectFrom('member_event')
    .select('body')
    .where('bucket', '=', bucketOf(member))
    .where('member', '=', member)
    .where('at_ms', 'is not', null)
    .orderBy('at_ms', 'desc')
    .limit(MOST)
    .execute();
  return rows.map(({ body }) => {
    const { at, type, lines, ...rest } = body as LoyaltyEvent;
    return {
      at,
      type,
      merchant: textOr(rest['merchant']),
      programme: textOr(rest['programme']),
      amountMinor: lines === undefined ? null : lines.reduce((sum, { amount }) => sum + amount, 0),
    };
  });
}

function textOr(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
