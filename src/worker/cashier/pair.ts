import {
  type EnrolTerminalReply,
  enrolTerminalReply,
  type EnrolTerminalRequest,
} from '#api/enrol-terminal.ts';
import { ROUTES } from '#api/routes.ts';
import { type Bytes, base64FromBytes, bytesFromBase64, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { type Result, err } from '#base/result.ts';
import type { Clock } from '#base/ports.ts';
import type { TerminalCertificate } from '#protocol/messages.ts';
import { thumbprint } from '#protocol/public-key.ts';
import type { Signer } from '#protocol/signer.ts';
import type { RelayRow } from '#storage/cashier-relay-store.ts';
import type { CashierRepositories, CashierStores } from '#storage/cashier-stores.ts';
import type { TillIdentity } from '#storage/cashier-till-store.ts';
import type { ClockMarks, Enrolment } from '#storage/meta-store.ts';
import type { OutboxRow } from '#storage/outbox-store.ts';
import type { Catalogue } from '#worker/shared/catalogue.ts';
import type { DeviceKeys } from '#worker/shared/device-key.ts';
import { hearFromTheStart } from '#worker/shared/hear-from-the-start.ts';
import type { Http } from '#worker/shared/http.ts';
import { refusalView } from '#worker/shared/refusal-view.ts';
import { openOwnCertificate } from './own-certificate.ts';
import { certificateFrom } from './till.ts';

export interface PairDeps {
  readonly stores: CashierStores;
  readonly keys: DeviceKeys;
  readonly catalogue: Catalogue;
  readonly http: Http;
  readonly clock: Clock;
}

/** Refusals of the network by their own kinds, those of the storage, what the server or the certificate check says. */
export interface PairRefusal {
  readonly kind: string;
}

/**
 * Makes this device a till: key, catalogue, then the one-time code, then everything in one strict transaction. The
 * catalogue comes first, because a code is used up by the call that follows; the same key may repeat that call.
 */
export async function pairTill(
  deps: PairDeps,
  pairingCode: string,
  tillName: string,
): Promise<Result<null, PairRefusal>> {
  // Another tab may have paired this till anew.
  deps.keys.forget();
  const made = await deps.keys.ensure();
  if (!made.ok) return made;
  const key = made.value;
  const refreshed = await deps.catalogue.refresh();
  if (!refreshed.ok) return err(refusalView(refreshed.error));

  const answer = await enrol(deps, key.signer, {
    pairingCode,
    name: tillName,
    ...(await ownCertificate(deps)),
  });
  if (!answer.ok) return answer;
  const bytes = bytesFromBase64(answer.value.certificate);
  const known = await deps.catalogue.current();
  if (bytes === undefined || known === undefined) return err({ kind: 'garbled' });
  // The server's time, not this device's: a tablet with a wrong date can still be paired, and shows its offset.
  const { trustList } = known;
  const checked = { trustList, nowMs: answer.value.now };
  const origin = await openOwnCertificate(bytes, key.signer.publicKey, checked);
  if (!origin.ok) return origin;
  const { certificate } = origin.value;
  const { merchantId, tillNumber, now } = answer.value;
  const nowMs = deps.clock.nowMs();
  return keepPairing(deps.stores, {
    bytes,
    certificate,
    identity: { merchantId, tillNumber, tillName },
    clock: { highWaterMarkMs: now, offsetMs: now - nowMs, lastSyncMs: nowMs },
  });
}

/** Of the pairing before this one: the server may have forgotten it with an older backup. */
async function ownCertificate({ stores }: PairDeps): Promise<{ readonly certificate?: string }> {
  const before = await stores.store.read(({ meta }) => meta.get('enrolment'));
  const isOne = before !== undefined && certificateFrom(before.certificate) !== undefined;
  return !isOne ? {} : { certificate: base64FromBytes(before.certificate) };
}

async function enrol(
  { http }: PairDeps,
  signer: Signer,
  what: Pick<EnrolTerminalRequest, 'pairingCode' | 'name' | 'certificate'>,
): Promise<Result<EnrolTerminalReply, PairRefusal>> {
  const body = { v: 1, publicKey: base64FromBytes(signer.publicKey), ...what };
  const answer = await http.post(ROUTES.terminals, body, { signer, reply: enrolTerminalReply });
  return answer.ok ? answer : err(refusalView(answer.error));
}

export interface NewPairing {
  readonly bytes: Bytes;
  readonly certificate: TerminalCertificate;
  readonly identity: TillIdentity;
  readonly clock: ClockMarks;
}

/** From this transaction on the device is a till. */
export async function keepPairing(
  stores: CashierStores,
  { bytes, certificate, identity, clock }: NewPairing,
): Promise<Result<null, PairRefusal>> {
  const lost = await lostTill(stores, certificate);
  return stores.store.write(async (repositories) => {
    const { till, meta } = repositories;
    if (lost !== undefined) await carryRecordsOf(lost, repositories);
    await till.put('identity', identity);
    await till.remove('joining');
    await till.remove('notAdmitted');
    await meta.remove('offeredCertificate');
    if (isOtherKey(await meta.get('enrolment'), certificate)) await hearFromTheStart(meta);
    await meta.put('enrolment', {
      certificate: bytes,
      certificateUntilMs: certificate.expiresAtS * 1_000,
    });
    await meta.put('clock', clock);
    return null;
  });
}

/** Where nobody can tell, too: hearing everything once more does no harm. */
function isOtherKey(before: Enrolment | undefined, { terminalKey }: TerminalCertificate): boolean {
  const key = before && certificateFrom(before.certificate)?.terminalKey;
  return key === undefined || !equalBytes(key, terminalKey);
}

/** The till that this device was by a key which it has lost. */
type LostTill = Pick<RelayRow, 'device' | 'tillName'>;

/** `undefined` where the key is the same, and where nobody can tell: under the key that is here its records go, or are refused. */
async function lostTill(
  { store }: CashierStores,
  { terminalKey }: TerminalCertificate,
): Promise<LostTill | undefined> {
  const { before, identity } = await store.read(async ({ meta, till }) => ({
    before: await meta.get('enrolment'),
    identity: await till.get('identity'),
  }));
  const lostKey = before && certificateFrom(before.certificate)?.terminalKey;
  if (lostKey === undefined || identity === undefined || equalBytes(lostKey, terminalKey)) return undefined;
  return { device: hexFromBytes(await thumbprint(lostKey)), tillName: identity.tillName };
}

/**
 * What the lost key has sealed would be forged under the new one; as records of the till that it was, the server takes it. What
 * is decided goes that way as well: a server that is put back hears it again.
 */
async function carryRecordsOf(
  lost: LostTill,
  { outbox, relayed }: Pick<CashierRepositories, 'outbox' | 'relayed'>,
): Promise<void> {
  for (let rows = await outbox.all(); rows.length > 0; rows = await outbox.all()) {
    await relayed.add(rows.map((row) => carriedFrom(row, lost)));
    await outbox.remove(rows.map(({ id }) => id));
  }
}

function carriedFrom({ id, epoch, sequence, cose, state, decidedAtMs }: OutboxRow, lost: LostTill): RelayRow {
  return { ...lost, id, epoch, sequence, cose, state, ...(decidedAtMs === undefined ? {} : { decidedAtMs }) };
}
