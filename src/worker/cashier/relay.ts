import { MAX_BODY_BYTES } from '#api/limits.ts';
import type { RecordResult, SyncReply } from '#api/sync.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import type { RelayRow } from '#storage/cashier-relay-store.ts';
import type { CashierRepositories, CashierStores } from '#storage/cashier-stores.ts';
import type { Transport } from '#sync/ports.ts';
import { relayRequest } from '#worker/shared/relay-request.ts';

export interface RelayDeps {
  readonly stores: CashierStores;
  readonly transport: Transport;
  readonly clock: Clock;
  /** After the commit. */
  readonly onDecided: () => void;
}

const BATCH = 100;
/** Rounds of one run: what is left goes with the next sync. */
const MOST_ROUNDS = 200;

/**
 * Carries the records of other tills to the server until all are decided or the line fails. Each till's decision holds
 * for ever, so carrying one twice, or the till itself coming back, changes nothing. What the server puts off stays for
 * the next run, and what comes after it goes on its way.
 */
export async function relayRecords(deps: RelayDeps): Promise<void> {
  const putOff = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const rows = fitting(await deps.stores.store.read(({ relayed }) => relayed.batch(BATCH, putOff)));
    if (rows.length === 0) return;
    const position = await deps.stores.store.read(({ meta }) => meta.get('position'));
    const [{ device, epoch }] = rows as readonly [RelayRow];
    const records = rows.map(({ id, sequence, cose }) => ({
      id,
      seq: sequence,
      cose: base64FromBytes(cose),
    }));
    const answer = await deps.transport.exchange(relayRequest(position, { device, epoch, records }));
    if (!answer.ok) return;
    const waiting = rows.filter(({ id }) => isPutOff(id, answer.value));
    for (const { id } of waiting) putOff.add(id);
    if (!(await keep(deps, rows, answer.value)) && waiting.length === 0) return;
  }
}

/** As many as one body takes. */
function fitting(rows: readonly RelayRow[]): readonly RelayRow[] {
  let bytes = 1_024;
  const tooMany = rows.findIndex(({ cose }, index) => {
    bytes += Math.ceil(cose.length / 3) * 4 + 96;
    return index > 0 && bytes > MAX_BODY_BYTES;
  });
  return tooMany === -1 ? rows : rows.slice(0, tooMany);
}

function isPutOff(wanted: string, { results }: SyncReply): boolean {
  return results.some(({ id, status }) => id === wanted && status === 'retry');
}

/** Whether anything was decided. */
async function keep(
  { stores, clock, onDecided }: RelayDeps,
  rows: readonly RelayRow[],
  { results }: SyncReply,
): Promise<boolean> {
  const byId = new Map(results.map((result) => [result.id, result]));
  const nowMs = clock.nowMs();
  const decided = rows.flatMap((row) => decidedRow(row, byId.get(row.id), nowMs));
  if (decided.length === 0) return false;
  const written = await stores.store.write(async (repositories) => {
    const { relayed, decisions } = repositories;
    await relayed.decide(decided);
    // Records that this very device sealed with a key it lost are among its own.
    await decisions.put(
      results.filter(({ id }) => rows.some((row) => row.id === id)),
      nowMs,
    );
    await pruneRelayed(repositories, nowMs);
  });
  if (written.ok) onDecided();
  return written.ok;
}

/** Decisions on the till's own receipts stay as long as those: its books and its search show them. Nobody asks for the others. */
async function pruneRelayed(
  { relayed, decisions, receipts }: CashierRepositories,
  nowMs: number,
): Promise<void> {
  const old = await relayed.prune(nowMs);
  const own = await receipts.eventsAmong(old);
  await decisions.remove(old.filter((id) => !own.has(id)));
}

function decidedRow(
  row: RelayRow,
  result: RecordResult | undefined,
  decidedAtMs: number,
): readonly RelayRow[] {
  if (result === undefined || result.status === 'retry') return [];
  const { status, code } = result;
  return [{ ...row, state: 1, status, decidedAtMs, ...(code === undefined ? {} : { code }) }];
}
