// A server that was put back has forgotten what was decided since its backup. Devices send again what they sealed themselves;
// what they only heard of is brought here, because the device that sealed it may be lost by now, or put back as well.
import * as v from 'valibot';
import { change as heardChange, type SyncReply } from '#api/sync.ts';
import { assert } from '#base/assert.ts';
import { type Bytes, bytesFromBase64, hexFromBytes } from '#base/bytes.ts';
import { RECORD_LIMITS } from '#protocol/cbor.ts';
import { JOURNAL_RECORD } from '#protocol/journal-record.ts';
import { MESSAGE_TYPE } from '#protocol/messages.ts';
import { openAs, openMessage } from '#protocol/open-message.ts';
import { thumbprint } from '#protocol/public-key.ts';
import type { HeardChange, HeardRow } from '#storage/heard-store.ts';
import type { ReceiptDecision } from '#storage/receipt-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import type { Transport } from '#sync/ports.ts';
import type { NewRecord } from '#worker/shared/journal.ts';
import { relayRequest } from '#worker/shared/relay-request.ts';
import { enrolledDevice } from './enrol.ts';
import { paymentOf } from './heard.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** Of one run: the next sync brings more. */
const MOST_CLAIMS = 100;
const MOST_CARRIED = 100;

type HeardRecord = Extract<HeardChange, { readonly kind: 'record' }>;

/**
 * Tells the server what this phone knows from it and what it has not told again since it was put back. Receipts and payments are
 * claimed anew by this phone; what another phone of the member has stated is carried as that one sealed it. All of
 * it proves itself, and telling what is known already changes nothing. The caller has sent and heard everything else.
 */
export async function tellAgain(deps: WalletDeps, transport: Transport): Promise<void> {
  const rows = await readable(deps, await deps.stores.store.read(({ heard }) => heard.forgotten()));
  if (rows.length === 0) return;
  await claimAgain(
    deps,
    rows.filter(({ change }) => change.kind !== 'record'),
  );
  await carryAgain(
    deps,
    transport,
    rows.filter(({ change }) => change.kind === 'record'),
  );
}

/** Without those of which the disk has left nothing that could be told; these are set aside. */
async function readable({ stores }: WalletDeps, rows: readonly HeardRow[]): Promise<readonly HeardRow[]> {
  const broken = rows.filter(({ change }) => !v.is(heardChange, change) || !opens(change));
  const ids = broken.map(({ id }) => id);
  if (ids.length > 0) await stores.store.write(({ quarantine }) => quarantine.setAside('heard', ids));
  return rows.filter((row) => !broken.includes(row));
}

function opens(change: HeardChange): boolean {
  if (change.kind === 'payment') return true;
  const bytes = bytesFromBase64(change.cose);
  if (bytes === undefined) return false;
  return change.kind === 'receipt' ? openMessage(bytes).ok : openAs(JOURNAL_RECORD, bytes, RECORD_LIMITS).ok;
}

async function claimAgain(deps: WalletDeps, rows: readonly HeardRow[]): Promise<void> {
  const device = await enrolledDevice(deps);
  if (device === undefined || rows.length === 0) return;
  for (const { id, change, atMs } of rows.slice(0, MOST_CLAIMS)) {
    const told = (await hasOwnRecord(deps, id)) ? undefined : claimOf(change);
    const done =
      told === undefined
        ? await deps.stores.store.write(({ heard }) => heard.told([id]))
        : await deps.journal.append(
            device.signer,
            { ...told, occurredAtMs: atMs },
            (repositories, recordId) => claimedBy(repositories, id, recordId),
          );
    if (!done.ok) return;
  }
  deps.broadcast.changed('connection');
  deps.onAppended();
}

/** One that this phone has claimed already: it was sent again with all of its own. */
function hasOwnRecord({ stores }: WalletDeps, heardId: string): Promise<boolean> {
  return stores.store.read(async ({ outbox, receipts, payments }) => {
    const [paymentId, isVoid] = paymentOf(heardId);
    const payment = await payments.get(paymentId);
    const own = isVoid
      ? payment?.voidRecordId
      : (payment?.recordId ?? (await receipts.get(heardId))?.recordId);
    return own !== undefined && (await outbox.byIds([own])).length > 0;
  });
}

/** What is decided now is shown. */
async function claimedBy(
  { heard, receipts, payments }: WalletRepositories,
  heardId: string,
  recordId: string,
): Promise<void> {
  await heard.told([heardId]);
  const receipt = await receipts.get(heardId);
  if (receipt !== undefined) await receipts.put({ ...receipt, recordId });
  const [paymentId, isVoid] = paymentOf(heardId);
  const payment = await payments.get(paymentId);
  if (payment !== undefined)
    await payments.put({ ...payment, ...(isVoid ? { voidRecordId: recordId } : { recordId }) });
}

/** `undefined`: it says nothing that the books would need. */
function claimOf(change: HeardChange): Pick<NewRecord, 'kind' | 'parts'> | undefined {
  if (change.status === 'rejected' || change.kind === 'record') return undefined;
  if (change.kind === 'payment') {
    const { parts, reversal } = change;
    const kind = reversal === undefined ? ('pay' as const) : ('void_pay' as const);
    return { kind, parts: [...parts, ...(reversal === undefined ? [] : [reversal])].map(bytesOf) };
  }
  const receipt = bytesOf(change.cose);
  const opened = openMessage(receipt);
  assert(opened.ok, 'a receipt that was kept opens');
  switch (opened.value.claims.type) {
    case MESSAGE_TYPE.earnReceipt:
      return { kind: 'earn', parts: [receipt] };
    case MESSAGE_TYPE.voidReceipt:
      return { kind: 'undo', parts: [receipt] };
    case MESSAGE_TYPE.redemptionReceipt:
      return change.presentation === undefined
        ? undefined
        : { kind: 'redeem', parts: [bytesOf(change.presentation), receipt] };
    default:
      return undefined;
  }
}

/** Those of one device and epoch go in one call. */
async function carryAgain(deps: WalletDeps, transport: Transport, rows: readonly HeardRow[]): Promise<void> {
  const bySealer = new Map<string, Carried[]>();
  for (const row of rows.slice(0, MOST_CARRIED)) {
    const carried = await carriedFrom(row.change as HeardRecord);
    const place = `${carried.device}/${carried.epoch}`;
    bySealer.set(place, [...(bySealer.get(place) ?? []), carried]);
  }
  for (const group of bySealer.values()) if (!(await carry(deps, transport, group))) return;
}

interface Carried {
  /** Hex thumbprint of who sealed it. */
  readonly device: string;
  readonly epoch: number;
  readonly record: { readonly id: string; readonly seq: number; readonly cose: string };
}

async function carriedFrom({ cose, key }: HeardRecord): Promise<Carried> {
  const opened = openAs(JOURNAL_RECORD, bytesOf(cose), RECORD_LIMITS);
  assert(opened.ok, 'a record that was kept opens');
  const { eventId: id, sequence: seq, epoch } = opened.value.value;
  return { device: hexFromBytes(await thumbprint(bytesOf(key))), epoch, record: { id, seq, cose } };
}

/** `false`: the line failed. */
async function carry(deps: WalletDeps, transport: Transport, group: readonly Carried[]): Promise<boolean> {
  const { store } = deps.stores;
  const position = await store.read(({ meta }) => meta.get('position'));
  const [{ device, epoch }] = group as readonly [Carried];
  const records = group.map(({ record }) => record);
  const answer = await transport.exchange(relayRequest(position, { device, epoch, records }));
  if (!answer.ok) return false;
  const decided = decidedIn(answer.value);
  const kept = await store.write(async ({ heard, decisions, visits }) => {
    await heard.told([...decided.keys()]);
    await decisions.put(
      [...decided].map(([id, decision]) => ({ id, ...decision })),
      deps.around.clock.nowMs(),
    );
    await visits.decideByRecord(decided);
  });
  if (decided.size > 0) deps.broadcast.changed('programmes', 'activity');
  return kept.ok;
}

function decidedIn({ results }: SyncReply): ReadonlyMap<string, ReceiptDecision> {
  const decided = new Map<string, ReceiptDecision>();
  for (const { id, status, code } of results) {
    if (status === 'retry') continue;
    // Who sealed it has lost its memory and given its place to another record: only that one counts.
    const decision = status === 'fork' ? ({ status: 'rejected', code: 'id_reused' } as const) : { status };
    decided.set(id, { ...decision, ...(code === undefined ? {} : { code }) });
  }
  return decided;
}

function bytesOf(base64: string): Bytes {
  const bytes = bytesFromBase64(base64);
  assert(bytes !== undefined, 'what was kept is base64');
  return bytes;
}
