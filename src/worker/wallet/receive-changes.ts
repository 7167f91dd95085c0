import type { SyncChange } from '#api/sync.ts';
import { bytesFromBase64, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { openVoucher } from '#protocol/chain.ts';
import { thumbprint } from '#protocol/public-key.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import type { TrustedCatalogue } from '#worker/shared/catalogue.ts';
import type { ChangeReader } from '#worker/shared/reply-store.ts';
import type { Settlement } from '#sync/ports.ts';
import { type EnrolledDevice, enrolledDevice, enrolmentFromCertificate } from './enrol.ts';
import { heardPayment } from './heard.ts';
import { mergedPayment, paymentFromChange } from './file-payment.ts';
import { keepChanges, type PreparedChange } from './keep-changes.ts';
import { ownDecisions } from './own-decisions.ts';
import { deviceChange, deviceRevokedChange, noticeChange, passkeyChange } from './receive-notice.ts';
import { readReceipt } from './receive-receipt.ts';
import { readRecord } from './receive-record.ts';
import { voucherRowFrom } from './voucher-content.ts';
import type { WalletDeps } from './wallet-deps.ts';
import { keysInForce } from '#protocol/server-keys.ts';

type ChangeDeps = Pick<
  WalletDeps,
  'around' | 'stores' | 'keys' | 'http' | 'catalogue' | 'usable' | 'broadcast'
>;

interface Reading {
  readonly deps: ChangeDeps;
  readonly device: EnrolledDevice;
  readonly trusted: TrustedCatalogue;
  readonly serverNowMs: number;
  /** Fetches the catalogue anew, once for all changes that are read together. */
  readonly refreshCatalogue: () => Promise<unknown>;
}

/** `undefined`: not ours or not genuine. */
type Prepared = PreparedChange | undefined;

/** Turns the server's changes into rows. The server is not believed either: credentials and receipts prove themselves. */
export function createChangeReader(deps: ChangeDeps): ChangeReader<WalletRepositories> {
  return {
    prepare: async (settlement) => {
      const told = await readChanges(deps, settlement);
      const unread = told.flatMap(({ change, prepared }) => (isUnread(change, prepared) ? [change] : []));
      const changes = [...told.map(({ prepared }) => prepared), ownDecisions(settlement)];
      const prepared = changes.filter((change) => change !== undefined);
      return {
        write: async (repositories) => {
          const nowMs = deps.around.clock.nowMs();
          if (settlement.serverRestored) await repositories.heard.forgetAll();
          await repositories.heard.prune(nowMs);
          await keepChanges(repositories, prepared, nowMs);
          await repositories.unread.add(unread, nowMs);
        },
        topics: prepared.flatMap(({ topics }) => topics),
      };
    },
  };
}

interface ToldChange {
  readonly change: SyncChange;
  readonly prepared: Prepared;
}

/** A payment, or what another phone has sealed: nothing of it can be shown before it is verified. */
function isUnread(change: SyncChange, prepared: Prepared): boolean {
  if (prepared !== undefined) return prepared.isUnread === true;
  return change.kind === 'payment' || (change.kind === 'record' && change.status === 'accepted');
}

async function readChanges(deps: ChangeDeps, settlement: Settlement): Promise<readonly ToldChange[]> {
  const device = settlement.changes.length === 0 ? undefined : await enrolledDevice(deps);
  if (device === undefined) return [];
  const trusted = await catalogueFor(deps, settlement);
  if (trusted === undefined) return [];
  const reading = { deps, device, trusted, serverNowMs: settlement.serverNowMs };
  const changes = settlement.changes.map(({ change }) => change);
  const read = await readTogether(reading, changes);
  return changes.map((change, index) => ({ change, prepared: read[index] }));
}

/**
 * While one signature is checked the next message is decoded: most of a check is done beside the worker. A few at a time, so
 * that whoever asks the worker for something else meanwhile is answered.
 */
const AT_ONCE = 32;

/** In the order of the changes. */
export async function readTogether(
  by: Omit<Reading, 'refreshCatalogue'>,
  changes: readonly SyncChange[],
): Promise<readonly Prepared[]> {
  let refreshed: Promise<unknown> | undefined;
  const refreshCatalogue = () => (refreshed ??= by.deps.catalogue.refresh());
  const reading: Reading = { ...by, refreshCatalogue };
  const read: Prepared[] = [];
  for (let from = 0; from < changes.length; from += AT_ONCE) {
    const some = changes.slice(from, from + AT_ONCE);
    read.push(...(await Promise.all(some.map((change) => readChange(reading, change)))));
  }
  return read;
}

/** A voucher or receipt of a merchant that joined yesterday must find its merchant: changes come only once. */
async function catalogueFor(deps: ChangeDeps, settlement: Settlement): Promise<TrustedCatalogue | undefined> {
  const trusted = await deps.catalogue.current();
  if (trusted === undefined) return undefined;
  for (const { change } of settlement.changes) {
    if (change.kind !== 'voucher') continue;
    const bytes = bytesFromBase64(change.cose);
    const voucher = bytes && (await openVoucher(bytes, trusted.trustList, settlement.serverNowMs));
    if (voucher === undefined || voucher.ok) continue;
    await deps.catalogue.refresh();
    return (await deps.catalogue.current()) ?? trusted;
  }
  return trusted;
}

function readChange(reading: Reading, change: SyncChange): Promise<Prepared> | Prepared {
  switch (change.kind) {
    case 'receipt':
      return readReceipt(reading, change);
    case 'payment':
      return readPayment(reading, change);
    case 'record':
      return readRecord(reading, change);
    case 'notice':
      return noticeChange(change);
    case 'recovery_passkey':
      return passkeyChange(change);
    case 'device':
      return deviceChange(change);
    case 'device_revoked':
      return deviceRevokedChange(change);
    case 'voucher_place':
      return readVoucherPlace(reading, change);
    case 'voucher':
      return readVoucher(reading, change.cose);
    case 'certificate':
      return readCertificate(reading, change.cose);
    case 'balance': {
      const { programme: programmeId, unit: unitId, qty } = change;
      const row = { programmeId, unitId, qty, toldAtMs: reading.serverNowMs };
      return { write: ({ balances }) => balances.putServer(row), topics: [] };
    }
  }
}

async function readPayment(
  { deps, trusted, device }: Reading,
  change: Extract<SyncChange, { readonly kind: 'payment' }>,
): Promise<Prepared> {
  const { memberId } = device;
  const row = await paymentFromChange(deps, change, { trusted, memberId });
  if (row === undefined) return undefined;
  return {
    write: async ({ payments }) => payments.put(mergedPayment(await payments.get(row.id), row)),
    heard: heardPayment(change, row),
    topics: ['programmes', 'activity'],
  };
}

async function readVoucher({ device, trusted, serverNowMs }: Reading, text: string): Promise<Prepared> {
  const cose = bytesFromBase64(text);
  const voucher = cose && (await openVoucher(cose, trusted.trustList, serverNowMs));
  if (cose === undefined || voucher === undefined || !voucher.ok) return undefined;
  if (!equalBytes(voucher.value.holderKey, device.signer.publicKey)) return undefined;
  const row = voucherRowFrom(voucher.value, cose);
  return {
    write: async ({ vouchers, voucherPlaces }) => {
      const before = await vouchers.get(row.id);
      // One that came back is another form of the same voucher; the form that left says nothing, however late it is told again.
      const cameBack = before?.state === 'moved' && !equalBytes(before.cose, row.cose);
      if (before !== undefined && !cameBack) return;
      await vouchers.put(row);
      await voucherPlaces.remove(row.id);
    },
    topics: ['vouchers', 'programmes'],
  };
}

/** Another device may show it: whatever this one has of it is put away. */
async function readVoucherPlace(
  { device }: Reading,
  {
    voucher: id,
    instance: instanceKey,
    device: place,
  }: Extract<SyncChange, { readonly kind: 'voucher_place' }>,
): Promise<Prepared> {
  const own = hexFromBytes(await thumbprint(device.signer.publicKey));
  return {
    write: async ({ vouchers, voucherPlaces }) => {
      if (place === own) return voucherPlaces.remove(id);
      await voucherPlaces.put({ id, instanceKey, device: place });
      const row = await vouchers.get(id);
      if (row === undefined) return;
      const { moving: _, ...kept } = row;
      await vouchers.put({ ...kept, movedTo: place, state: kept.state === 'used' ? 'used' : 'moved' });
    },
    topics: ['vouchers', 'programmes'],
  };
}

async function readCertificate({ device, trusted, serverNowMs }: Reading, text: string): Promise<Prepared> {
  const certificate = bytesFromBase64(text);
  if (certificate === undefined) return undefined;
  // One that the former key has signed may have waited for us.
  const serverKeys = keysInForce(trusted.serverKey, trusted.trustList, serverNowMs);
  const trust = { serverKeys, atMs: serverNowMs };
  const enrolment = await enrolmentFromCertificate(certificate, device.signer.publicKey, trust);
  if (!enrolment.ok || enrolment.value.memberId !== device.memberId) return undefined;
  return { write: ({ meta }) => meta.put('enrolment', enrolment.value), topics: ['device'] };
}
