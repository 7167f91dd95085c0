// What must hold after every step, and what must hold once everybody has come back and everything has been said.
import { sql } from 'kysely';
import type { Db } from '#server/db/transaction.ts';
import { must } from './must.ts';
import { pointsAreConserved, shutOutMeansSilence } from './spending-rules.ts';
import type { World } from './world.ts';

/** Looks at the books after each step; remembers what it has seen. */
export interface Judge {
  readonly look: () => Promise<void>;
  /** A server that was restored may decide again what its backup did not know. */
  readonly forget: () => void;
}

interface Decided {
  readonly id: string;
  readonly status: string;
  readonly code: string | null;
}

export function createJudge(world: World): Judge {
  let decided = new Map<string, Decided>();
  /** By a server that has forgotten it since. */
  const decidedBefore = new Set<string>();
  let looked = -1;
  let written = '';
  return {
    look: async () => {
      if (world.server.acts() === looked) return;
      looked = world.server.acts();
      must(world.server.errors.length === 0, `the server does not stumble: ${world.server.errors.join(' ')}`);
      const db = world.server.books();
      const now = await lastWritten(db);
      if (now === written) return;
      written = now;
      await booksBalance(db);
      await pointsAreConserved(db);
      await shutOutMeansSilence(db, decidedBefore);
      await oneRedemptionPerUse(db);
      const decisions = await readDecisions(db);
      for (const [id, before] of decided) {
        const after = decisions.get(id);
        must(after !== undefined, `the decision on ${id} is not forgotten`);
        must(
          after!.status === before.status && after!.code === before.code,
          `the decision on ${id} stays ${before.status}, not ${after!.status}`,
        );
      }
      for (const { id, status, code } of decisions.values()) {
        if (decided.has(id)) continue;
        world.tally.saw(status);
        world.tell(`the server decides ${id}: ${status} ${code ?? ''}`);
      }
      decided = decisions;
    },
    forget: () => {
      for (const id of decided.keys()) decidedBefore.add(id);
      decided = new Map();
      written = '';
    },
  };
}

/** The number that the next transaction with anything to write will have: while it stands still, so do the books. */
async function lastWritten(db: Db): Promise<string> {
  const { rows } = await sql<{ readonly next: string }>`
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next`.execute(db);
  return rows[0]!.next;
}

async function readDecisions(db: Db): Promise<Map<string, Decided>> {
  const rows = await db.selectFrom('event').select(['id', 'status', 'code']).orderBy('id').execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function booksBalance(db: Db): Promise<void> {
  const { rows } = await sql<{ readonly sum: number; readonly wrong: number }>`
    SELECT coalesce((SELECT sum(amount) FROM ledger), 0)::bigint AS sum,
      (SELECT count(*) FROM (
        SELECT bucket, account, sum(amount) AS amount FROM ledger WHERE account LIKE 'member/%' GROUP BY 1, 2
      ) AS legs FULL JOIN balance USING (bucket, account)
      WHERE coalesce(legs.amount, 0) <> coalesce(balance.amount, 0))::bigint AS wrong`.execute(db);
  must(rows[0]!.sum === 0, `the ledger sums to zero, not ${rows[0]!.sum}`);
  must(rows[0]!.wrong === 0, `every cached balance is the sum of its legs, but for ${rows[0]!.wrong}`);
}

/** Of all records that speak of one use of one voucher, those of one receipt were accepted, and of no other. */
async function oneRedemptionPerUse(db: Db): Promise<void> {
  const { rows } = await sql<{ readonly claims: number; readonly events: number }>`
    SELECT (SELECT count(*) FROM claim WHERE kind = 'redeem')::bigint AS claims,
      (SELECT count(*) FROM event e JOIN claim c ON c.event = e.id AND c.kind = 'redeem'
       WHERE e.status <> 'accepted')::bigint AS events`.execute(db);
  must(rows[0]!.events === 0, 'the record that holds the claim on a voucher was accepted');
}
