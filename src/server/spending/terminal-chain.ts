// Each till numbers its receipts without gaps and links each to the one before. Whoever brings a receipt, till or customer,
// fills the same chain; what does not fit shows.
import { sql } from 'kysely';
import type { Db } from '#server/db/transaction.ts';
import type { TerminalMessage, VerifiedReceipt } from '#protocol/verdict.ts';

export type ChainedReceipt = VerifiedReceipt<TerminalMessage & { readonly previous: Uint8Array }>;

export interface ChainFault {
  readonly serial: number;
  readonly sequence: number;
  /**
   * Two receipts of one number; one that does not follow its predecessor; earlier than it; missing for 72 hours; more than
   * the till may sell.
   */
  readonly kind: 'fork' | 'broken' | 'chain_time_regression' | 'gap' | 'limit_sales';
}

const SETTLED_MS = 72 * 3_600_000;

/** Everything that does not fit, by till and number. A gap counts once every till had three days to report. */
export async function chainFaults(db: Db, nowMs: number): Promise<readonly ChainFault[]> {
  const { rows } = await sql<ChainFault>`
    WITH chain AS (
      SELECT serial, sequence, id, previous, issued_at_s, received_at, beyond,
        lag(sequence) OVER w AS before_sequence, lag(id) OVER w AS before_id, lag(issued_at_s) OVER w AS before_s
      FROM terminal_receipt
      WINDOW w AS (PARTITION BY serial ORDER BY sequence, id))
    SELECT serial, sequence, 'fork' AS kind FROM chain WHERE before_sequence = sequence
    UNION ALL
    SELECT serial, sequence, 'broken' FROM chain
      WHERE before_sequence = sequence - 1 AND substring(before_id FROM 1 FOR 8) <> previous
    UNION ALL
    SELECT serial, sequence, 'chain_time_regression' FROM chain
      WHERE before_sequence = sequence - 1 AND issued_at_s < before_s
    UNION ALL
    SELECT serial, sequence, 'limit_sales' FROM chain WHERE beyond
    UNION ALL
    SELECT serial, sequence - 1, 'gap' FROM chain
      WHERE sequence > coalesce(before_sequence, 0) + 1 AND received_at < ${nowMs - SETTLED_MS}::bigint
    ORDER BY 1, 2, 3`.execute(db);
  return rows;
}
