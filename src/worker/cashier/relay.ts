import { MAX_BODY_BYTES } from '#api/limits.ts';
import { isPushable, type PushedRecord, type RecordResult, type SyncReply } from '#api/sync.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import type { RelayRow } from '#storage/cashier-relay-store.ts';
import type { CashierRepositories, CashierStores } from '#storage/cashier-stores.ts';
import type { Transport } from '#sync/ports.ts';
import { createSieve, isUnreadable } from '#sync/sieve.ts';
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
 * the next run, and what comes after it goes on its way. One that the server cannot read is set aside, as one of this till's own.
 */
export async function relayRecords(deps: RelayDeps): Promise<void> {
  const putOff = new Set<string>();
  const sieve = createSieve();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const without = new Set([...putOff, ...sieve.without()]);
    const { position, rows } = await nextRows(deps, sieve.most(BATCH), without);
    if (rows.length === 0) return;
    const unfit = rows.filter((row) => !isPushable(pushedFrom(row)));
    if (unfit.length > 0) {
      if (!(await setAside(deps, unfit))) return;
      continue;
    }
    const [{ device, epoch }] = rows as readonly [RelayRow];
    const ids = rows.map(({ id }) => id);
    const records = rows.map(pushedFrom);
    const answer = await deps.transport.exchange(relayRequest(position, { device, epoch, records }));
    if (!answer.ok) {
      const next = isUnreadable(answer.error) ? sieve.refused(ids) : 'give_up';
      if (next === 'give_up') return;
      const bad = next === 'again' ? [] : rows;
      if (!(await setAside(deps, bad))) return;
      continue;
    }
    sieve.taken(ids);
    const waiting = rows.filter(({ id }) => isPutOff(id, answer.value));
    for (const { id } of waiting) putOff.add(id);
    if (!(await keep(deps, rows, answer.value)) && waiting.length === 0) return;
  }
}

/** As many as one body takes, all of one till and epoch. */
async function nextRows({ stores }: RelayDeps, limit: number, without: ReadonlySet<string>) {
  const { position, rows } = await stores.store.read(async ({ relayed, meta }) => ({
    position: await meta.get('position'),
    rows: await relayed.batch(limit, without),
  }));
  return { position, rows: fitting(rows) };
}

function pushedFrom({ id, sequence, cose }: RelayRow): PushedRecord {
  return { id, seq: sequence, cose: base64FromBytes(cose) };
}

async function setAside({ stores, onDecided }: RelayDeps, rows: readonly RelayRow[]): Promise<boolean> {
  if (rows.length === 0) return true;
  const ids = rows.map(({ id }) => id);
  const written = await stores.store.write(({ quarantine }) => quarantine.setAside('relayed', ids));
  if (written.ok) onDecided();
  return written.ok;
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
