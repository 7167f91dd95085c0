import type { RecordResult } from '#api/sync.ts';
import type { Random } from '#base/ports.ts';
import { type Db, inTransaction } from '#server/db/transaction.ts';
import type { Log } from '#server/log.ts';
import { adjudicate, type AdjudicationDeps } from './adjudicate.ts';
import { decideByBucket } from './by-bucket.ts';
import { NOBODY } from './effect.ts';
import { type JudgedRecord, memberOf } from './judged-record.ts';
import { memberStandings } from './member-standings.ts';
import { isRecordFault } from './record-fault.ts';
import type { TxScope } from './steps.ts';

interface DecideDeps {
  readonly db: Db;
  readonly random: Random;
  readonly log: Log;
  readonly txScope?: TxScope;
}

/** One transaction for all. When a record spoils it, each record gets its own, and the spoiler is set aside with a decision. */
export async function decideTogether(
  deps: DecideDeps,
  adjudication: AdjudicationDeps,
  judged: readonly JudgedRecord[],
): Promise<readonly RecordResult[]> {
  const run = (records: readonly JudgedRecord[]) =>
    deps.txScope === 'bucket'
      ? decideByBucket(deps, adjudication, records)
      : inTransaction(deps.db, deps.random, (tx) => adjudicate(tx, adjudication, records));
  try {
    return await run(judged);
  } catch (error) {
    if (!isRecordFault(error)) throw error;
    const [only, ...others] = judged;
    if (only !== undefined && others.length === 0) {
      const isOurs = await isOursToMend(deps, adjudication, only);
      return isOurs ? [{ id: only.record.id, status: 'retry' }] : run([quarantined(deps.log, only)]);
    }
  }
  const results: RecordResult[] = [];
  for (const record of judged) results.push(...(await decideTogether(deps, adjudication, [record])));
  return results;
}

/** A log that could not be folded before the record came: of an engine or a programme that changed. No record is to blame. */
async function isOursToMend(
  { db, random, log }: DecideDeps,
  { directory, nowMs }: AdjudicationDeps,
  { record, judgement }: JudgedRecord,
): Promise<boolean> {
  const id = memberOf(judgement);
  if (id === undefined || id === NOBODY) return false;
  try {
    await inTransaction(db, random, (tx) => memberStandings(tx, directory.programmes, { id, nowMs }));
    return false;
  } catch (error) {
    if (!isRecordFault(error)) throw error;
    log({ level: 'error', event: 'log_not_folded', record: record.id, error: String(error) });
    return true;
  }
}

function quarantined(log: Log, { record }: JudgedRecord): JudgedRecord {
  log({ level: 'error', event: 'record_quarantined', record: record.id });
  return { record, judgement: { kind: 'rejected', code: 'internal' } };
}
