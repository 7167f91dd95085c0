// One part of the operator's page. Each is bounded in time by the database, and falls alone when that is not enough.
import type { AuditPart, OperatorRequest } from '#api/operator.ts';
import { err, ok, type Result } from '#base/result.ts';
import { readAudit, verifyNewest } from '#server/audit/audit-log.ts';
import { readMerchants } from '#server/catalogue-store.ts';
import type { Db } from '#server/db/transaction.ts';
import { readConflicts } from './conflicts.ts';
import { readLiabilities } from './liabilities.ts';
import { readOffers } from './offers.ts';
import { readSales } from './sales.ts';
import { readTerminals, readTills } from './tills.ts';

const AUDIT_ROWS = 50;
/** `admin audit verify` goes through all of them. */
const AUDIT_CHECKED = 1000;
/** query_canceled (statement_timeout), lock_not_available. */
const TOO_SLOW: ReadonlySet<unknown> = new Set(['57014', '55P03']);

export interface PartRefusal {
  readonly kind: 'part_too_slow';
}

export async function readPart(db: Db, request: OperatorRequest): Promise<Result<object, PartRefusal>> {
  try {
    return await contentOf(db, request);
  } catch (error) {
    if (!TOO_SLOW.has((error as { readonly code?: unknown } | null)?.code)) throw error;
    return err({ kind: 'part_too_slow' });
  }
}

async function contentOf(db: Db, request: OperatorRequest): Promise<Result<object, PartRefusal>> {
  switch (request.part) {
    case 'offers':
      return ok({ merchants: await readOffers(db) });
    case 'sales':
      return readSales(db, request);
    case 'terminals':
      return ok({ terminals: await readTerminals(db) });
    case 'liabilities':
      return ok({ liabilities: await readLiabilities(db, await readMerchants(db)) });
    case 'conflicts': {
      const names = { merchants: await readMerchants(db), tills: await readTills(db) };
      return ok({ conflicts: await readConflicts(db, names) });
    }
    case 'audit':
      return ok({ audit: await readAuditPart(db) });
  }
}

async function readAuditPart(db: Db): Promise<AuditPart> {
  const { whole, checked, rows } = await verifyNewest(db, AUDIT_CHECKED);
  const newest = (await readAudit(db, AUDIT_ROWS)).map(({ seq, atMs, actor, act, target }) => ({
    seq,
    at: atMs,
    actor,
    act,
    target,
  }));
  return { whole, checked, rows, newest };
}
