import type { SyncChange } from '#api/sync.ts';
import { type Bytes, bytesFromBase64 } from '#base/bytes.ts';
import { openVoucher } from '#protocol/chain.ts';
import { DEVICE_CERTIFICATE } from '#protocol/device-certificate.ts';
import { openAs } from '#protocol/open-message.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import type { TrustedCatalogue } from '#worker/shared/catalogue.ts';
import type { ChangeReader } from '#worker/shared/reply-store.ts';
import type { Settlement } from '#sync/ports.ts';
import { type EnrolledDevice, enrolledDevice, enrolmentFromCertificate } from './enrol.ts';
import { heardPayment } from './heard.ts';
import { mergedPayment, paymentFromChange } from './file-payment.ts';
import { keepChanges, type PreparedChange, WAITING } from './keep-changes.ts';
import { ownDecisions } from './own-decisions.ts';
import { deviceChange, deviceRevokedChange, noticeChange, passkeyChange } from './receive-notice.ts';
import { isRemoved } from './own-devices.ts';
import { readReceipt } from './receive-receipt.ts';
import { readRecord } from './receive-record.ts';
import { readVoucher, readVoucherPlace, type VoucherReading } from './receive-voucher.ts';
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
  readonly elsewhere?: NonNullable<VoucherReading['elsewhere']>;
  /** Fetches the catalogue anew, once for all changes that are read together. */
  readonly refreshCatalogue: () => Promise<unknown>;
}

/** `undefined`: not ours, not genuine or nothing to keep, whatever a later trust list says. */
type Prepared = PreparedChange | undefined;

/** Turns the server's changes into rows. The server is not believed either: credentials and receipts prove themselves. */
export function createChangeReader(deps: ChangeDeps): ChangeReader<WalletRepositories> {
  return {
    prepare: async (settlement) => {
      const wasRemoved = await isRemoved(deps);
      const told = await readChanges(deps, settlement);
      const unread = told.flatMap(({ change, prepared }) => (prepared?.isUnread === true ? [change] : []));
      const prepared = told.flatMap(({ prepared: change }) => change ?? []);
      const own = ownDecisions(settlement, deps.around.clock.nowMs());
      return {
        write: async (repositories) => {
          const nowMs = deps.around.clock.nowMs();
          if (settlement.serverRestored) await repositories.heard.forgetAll();
          // It answers this device: perhaps a backup of before the removal was put back.
          if (wasRemoved) await repositories.meta.remove('removed');
          await repositories.heard.prune(nowMs);
          // A till may have brought since what our record came too early for: what the books hold has the last word.
          await own?.write(repositories);
          await keepChanges(repositories, prepared, nowMs);
          await repositories.unread.add(unread, nowMs);
        },
        topics: [
          ...(wasRemoved ? ['device' as const] : []),
          ...(own?.topics ?? []),
          ...prepared.flatMap(({ topics }) => topics),
        ],
      };
    },
  };
}

interface ToldChange {
  readonly change: SyncChange;
  readonly prepared: Prepared;
}

async function readChanges(deps: ChangeDeps, settlement: Settlement): Promise<readonly ToldChange[]> {
  const device = settlement.changes.length === 0 ? undefined : await enrolledDevice(deps);
  // The member was forgotten while the answer was on its way: there is nobody left to whom it could be of use.
  if (device === undefined) return [];
  const { serverNowMs } = settlement;
  const trusted = await catalogueFor(deps, settlement);
  const changes = settlement.changes.map(({ change }) => change);
  const read =
    trusted === undefined
      ? await Promise.all(changes.map((change) => readWithoutList({ device, serverNowMs }, change)))
      : await readTogether({ deps, device, trusted, serverNowMs }, changes);
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

type Proved = 'receipt' | 'payment' | 'record' | 'voucher' | 'certificate';
type ProvedChange = Extract<SyncChange, { readonly kind: Proved }>;

const PROVED: ReadonlySet<string> = new Set<Proved>([
  'receipt',
  'payment',
  'record',
  'voucher',
  'certificate',
]);

/** Whether it takes a trust list, or what comes with it, to believe it. */
function isProved(change: SyncChange): change is ProvedChange {
  return PROVED.has(change.kind);
}

function readChange(reading: Reading, change: SyncChange): Promise<Prepared> | Prepared {
  return isProved(change) ? readProved(reading, change) : readPlain(reading, change);
}

function readProved(reading: Reading, change: ProvedChange): Promise<Prepared> {
  switch (change.kind) {
    case 'receipt':
      return readReceipt(reading, change);
    case 'payment':
      return readPayment(reading, change);
    case 'record':
      return readRecord(reading, change);
    case 'voucher':
      return readVoucher(reading, change.cose);
    case 'certificate':
      return readCertificate(reading, change.cose);
  }
}

/** The list that was here could not be read any more. */
function readWithoutList(reading: Plain, change: SyncChange): Promise<Prepared> | Prepared {
  if (!isProved(change)) return readPlain(reading, change);
  return change.kind === 'voucher' ? readVoucher(reading, change.cose) : WAITING;
}

type Plain = Pick<Reading, 'device' | 'serverNowMs'>;

/** The server's own word. */
function readPlain(
  reading: Plain,
  change: Exclude<SyncChange, ProvedChange>,
): Promise<PreparedChange> | PreparedChange {
  switch (change.kind) {
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
  // Perhaps of a merchant or programme that this catalogue does not have.
  if (row === undefined) return WAITING;
  return {
    write: async ({ payments }) => payments.put(mergedPayment(await payments.get(row.id), row)),
    heard: heardPayment(change, row),
    topics: ['programmes', 'activity'],
  };
}

async function readCertificate({ device, trusted, serverNowMs }: Reading, text: string): Promise<Prepared> {
  const certificate = bytesFromBase64(text);
  if (certificate === undefined) return undefined;
  // One that the former key has signed may have waited for us.
  const serverKeys = keysInForce(trusted.serverKey, trusted.trustList, serverNowMs);
  const trust = { serverKeys, atMs: serverNowMs };
  const enrolment = await enrolmentFromCertificate(certificate, device.signer.publicKey, trust);
  // The server has another key than this list names.
  if (!enrolment.ok) return enrolment.error.kind === 'unknown_issuer' ? WAITING : undefined;
  if (enrolment.value.memberId !== device.memberId) return undefined;
  const issuedAtS = issuedAtOf(certificate);
  return {
    write: async ({ meta }) => {
      const held = await meta.get('enrolment');
      // One that waited may be older than what has come since.
      if (held === undefined || issuedAtOf(held.certificate) <= issuedAtS)
        await meta.put('enrolment', enrolment.value);
    },
    topics: ['device'],
  };
}

function issuedAtOf(certificate: Bytes): number {
  const opened = openAs(DEVICE_CERTIFICATE, certificate);
  return opened.ok ? opened.value.value.issuedAtS : 0;
}
