// From pushed records to results: check each one outside the transaction, then decide them all inside one.
import type { PushedRecord, RecordResult } from '#api/sync.ts';
import type { Clock, Random } from '#base/ports.ts';
import { hexFromBytes } from '#base/bytes.ts';
import { keysInForce } from '#protocol/server-keys.ts';
import { payTermsOf } from '#loyalty/ledger/pay-terms.ts';
import type { Db } from '#server/db/transaction.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import type { KeyStore } from '#server/keys.ts';
import type { Log } from '#server/log.ts';
import { admitDelegates } from './admit-delegates.ts';
import { asDecidedBefore, believing } from './decided-before.ts';
import { type CheckedRecord, checkRecord } from './check-record.ts';
import type { Directory, DirectorySource } from './directory.ts';
import { isAwaited, type MemoryLoss, recalledVouchers, toldFrom } from './forgotten.ts';
import { type IssuedVoucher, voucherBucket } from './effect.ts';
import { decideTogether } from './decide-together.ts';
import { judgeRecord } from './judge-record.ts';
import type { JudgedRecord } from './judged-record.ts';
import { earliestJoinMs } from './member-since.ts';
import type { TxScope } from './steps.ts';
import { salesUndone } from './undo.ts';
import { endNotes, noteWaiting, undosOfWaiting } from './waiting-sales.ts';

export interface PushDeps {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly directories: DirectorySource;
  readonly state: MemoryLoss;
  readonly txScope?: TxScope;
}

export interface Push {
  readonly device: KnownDevice;
  readonly epoch: number;
  readonly records: readonly PushedRecord[];
}

/** As long as devices keep what was not sent: a till may bring a payment of a certificate that has ended since. */
const LATEST_RECORD_MS = 35 * 86_400_000;

/** Codes that a merchant, till or programme of the last seconds, or its newest terms, may cure. */
const CURABLE: ReadonlySet<string> = new Set([
  'serial_unregistered',
  'unknown_issuer',
  'programme_unknown',
  'activity_unknown',
  'attribute_unknown',
  'points_not_taken',
]);

/** Decides every record of the push. Throws only when the server itself is unwell: then nothing has happened. */
export async function decidePush(deps: PushDeps, push: Push): Promise<readonly RecordResult[]> {
  if (push.records.length === 0) return [];
  let directory = await deps.directories.read();
  let judged = await judgeAll(deps, push, directory);
  if (judged.some(({ judgement }) => judgement.kind === 'rejected' && CURABLE.has(judgement.code))) {
    await admitDelegates(deps, push.records, directory);
    directory = await deps.directories.read({ fresh: true });
    judged = await judgeAll(deps, push, directory);
  }
  const { keys, random, log } = deps;
  const nowMs = deps.clock.nowMs();
  const adjudication = { keys, random, log, directory, device: push.device, nowMs, loss: deps.state };
  const results: RecordResult[] = [];
  let from = 0;
  for (const run of runsOf(judged)) {
    const records = push.records.slice(from, from + run.length);
    // What an undo takes back may have been decided a moment ago, in the run before.
    const now = from === 0 ? run : await judgeAll(deps, { ...push, records }, directory);
    const undos = await undosOfWaiting(deps.db, now);
    const awaited = now.filter((each) => isAwaited(each, deps.state, nowMs) || undos.has(each));
    await noteWaiting(deps, awaited, nowMs);
    results.push(...awaited.map(({ record: { id } }) => ({ id, status: 'retry' as const })));
    const ripe = awaited.length === 0 ? now : now.filter((each) => !awaited.includes(each));
    const decided = ripe.length === 0 ? [] : await decideTogether(deps, adjudication, ripe);
    await endNotes(deps.db, ripe, decided);
    results.push(...decided);
    from += run.length;
  }
  report(deps.log, push.device, results);
  return results;
}

/** Undos are decided after the receipts before them in the journal, and before those after them. */
function runsOf(judged: readonly JudgedRecord[]): readonly (readonly JudgedRecord[])[] {
  const runs: JudgedRecord[][] = [];
  for (const [index, each] of judged.entries()) {
    const before = judged[index - 1];
    if (before === undefined || isUndo(before) !== isUndo(each)) runs.push([]);
    runs.at(-1)!.push(each);
  }
  return runs;
}

function isUndo({ record: { finding } }: JudgedRecord): boolean {
  return finding.ok && finding.contents.kind === 'undo';
}

async function judgeAll(deps: PushDeps, push: Push, directory: Directory): Promise<readonly JudgedRecord[]> {
  const judged = await judgeBy(deps, push, directory);
  return asDecidedBefore(deps.db, judged, (positions) => {
    const records = push.records.filter((_, position) => positions.has(position));
    return judgeBy(deps, { ...push, records }, believing(directory));
  });
}

async function judgeBy(deps: PushDeps, push: Push, directory: Directory): Promise<readonly JudgedRecord[]> {
  const nowMs = deps.clock.nowMs();
  const serverKeys = keysInForce(deps.keys.server.publicKey, directory.trustList, nowMs - LATEST_RECORD_MS);
  const context = { ...push, directory, serverKeys, nowMs, toldFromMs: toldFrom(deps.state, nowMs) };
  const checked = await Promise.all(push.records.map((record) => checkRecord(record, context)));
  const [vouchers, sales, joinsFromMs] = await Promise.all([
    issuedVouchers(deps, checked, nowMs),
    salesUndone(deps.db, checked),
    earliestJoinMs(deps, push.device, { records: checked, nowMs }),
  ]);
  const effectContext = {
    walletMember: push.device.role === 'wallet' ? push.device.owner : undefined,
    voucherOf: (voucherId: string) => vouchers.get(voucherId),
    programmeOf: (programmeId: string) => directory.programmes.get(programmeId),
    saleOf: (receiptId: string) => sales.get(receiptId),
    payTermsAt: (slug: string, atS: number) => payTermsOf([...directory.programmes.values()], slug, atS),
    ...(joinsFromMs === undefined ? {} : { joinsFromMs }),
  };
  return checked.map((record) => ({ record, judgement: judgeRecord(record, effectContext) }));
}

/** Rows of vouchers never change, so they may be read before any lock is taken. */
async function issuedVouchers(
  { db, state: loss }: Pick<PushDeps, 'db' | 'state'>,
  records: readonly CheckedRecord[],
  nowMs: number,
): Promise<ReadonlyMap<string, IssuedVoucher>> {
  const ids = records.flatMap(({ finding }) =>
    finding.ok && finding.contents.kind === 'redeem'
      ? [hexFromBytes(finding.contents.presented.voucher.voucherId)]
      : [],
  );
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('voucher')
    .select(['id', 'member', 'programme', 'voucher'])
    .where('bucket', 'in', ids.map(voucherBucket))
    .where('id', 'in', ids)
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  const recalled = await recalledVouchers(db, { records, known }, { loss, nowMs });
  const issued = rows.map(({ id, member, programme, voucher }) => {
    return [id, { memberId: member, programmeId: programme, voucherId: voucher }] as const;
  });
  return new Map([...recalled, ...issued]);
}

function report(log: Log, device: KnownDevice, results: readonly RecordResult[]): void {
  const count = (status: RecordResult['status']) =>
    results.filter((result) => result.status === status).length;
  log({
    level: results.some((result) => result.code === 'id_reused' || result.status === 'fork')
      ? 'warning'
      : 'info',
    event: 'push',
    key: device.id.slice(0, 16),
    accepted: count('accepted'),
    rejected: count('rejected'),
    conflict: count('conflict'),
    fork: count('fork'),
  });
}
