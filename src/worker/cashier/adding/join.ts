// The new till's side: ask, read the answer, and become a till once a person has compared.
import type { AdmissionView } from '#bridge/cashier-adding.ts';
import type { CodeView } from '#bridge/common-views.ts';
import { type Bytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';
import type { Clock, Random } from '#base/ports.ts';
import { type Result, err, ok } from '#base/result.ts';
import { openTerminalCertificate } from '#protocol/chain.ts';
import { bytesFromCode, codeFromBytes } from '#protocol/code.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { pairingDigits } from '#protocol/delegation.ts';
import { makeEnrolRequest } from '#protocol/enrol-request.ts';
import type { TerminalCertificate, TrustList } from '#protocol/messages.ts';
import { openMessage } from '#protocol/open-message.ts';
import { type ProtocolRefusal, refuse } from '#protocol/refusal.ts';
import type { Signer } from '#protocol/signer.ts';
import type { TerminalOrigin } from '#protocol/verdict.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import type { Joining } from '#storage/cashier-till-store.ts';
import type { Catalogue } from '#worker/shared/catalogue.ts';
import type { DeviceKeys } from '#worker/shared/device-key.ts';
import { type PairRefusal, keepPairing } from '#worker/cashier/pair.ts';
import { certificateFrom } from '#worker/cashier/till.ts';

export interface JoinDeps {
  readonly stores: CashierStores;
  readonly keys: DeviceKeys;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly random: Random;
}

/** On the disk before it is shown: the answer must find the request that it answers, also after a restart. */
export async function askToBeAdded(
  { stores, keys, catalogue, clock, random }: JoinDeps,
  tillName: string,
): Promise<Result<CodeView, PairRefusal>> {
  if ((await catalogue.current()) === undefined) return err({ kind: 'catalogue_missing' });
  // Another tab may have paired this till anew.
  keys.forget();
  const made = await keys.ensure();
  if (!made.ok) return made;
  const { signer } = made.value;
  const nowMs = clock.nowMs();
  const asked = await stores.store.read(({ till }) => till.get('joining'));
  if (asked !== undefined && isSameWish(asked, { signer, tillName, nowMs }))
    return ok({ text: codeFromBytes(asked.request), madeAtMs: asked.atMs });
  const request = await makeEnrolRequest(
    {
      issuedAtS: Math.floor(nowMs / 1_000),
      name: tillName,
      terminalKey: signer.publicKey,
      pairingCode: random.bytes(8),
    },
    signer,
  );
  const joining = { request, tillName, key: signer.publicKey, atMs: nowMs };
  const written = await stores.store.write(({ till }) => till.put('joining', joining));
  return written.ok ? ok({ text: codeFromBytes(request), madeAtMs: nowMs }) : written;
}

/** Nothing but the request and its answer is kept: whether this is a till, a person says. */
export async function readAdmission(
  { stores, catalogue, clock }: JoinDeps,
  text: string,
): Promise<Result<AdmissionView, PairRefusal>> {
  const [asked, known] = await Promise.all([
    stores.store.read(({ till }) => till.get('joining')),
    catalogue.current(),
  ]);
  if (asked === undefined || known === undefined) return err({ kind: 'pairing_gone' });
  const bytes = bytesFromCode(text.trim());
  if (!bytes.ok) return bytes;
  const origin = await openAdmission(bytes.value, known.trustList, clock.nowMs());
  if (!origin.ok) return origin;
  const { certificate, delegatedBy, merchant } = origin.value;
  if (!equalBytes(certificate.terminalKey, asked.key)) return err({ kind: 'other_till_answered' });
  const merchantId = hexFromBytes(certificate.merchantId);
  if (!known.reply.merchants.some(({ id }) => id === merchantId)) return refuse('unknown_issuer');
  const answered = { ...asked, certificate: bytes.value };
  const written = await stores.store.write(({ till }) => till.put('joining', answered));
  if (!written.ok) return written;
  const digits = await pairingDigits({
    requestId: await idOf(asked.request),
    certificateId: await idOf(bytes.value),
  });
  return ok({ digits, merchantName: merchant.name, tillNumber: delegatedBy.tillNumber });
}

/**
 * From here on this is a till. It counts as in touch with the server when it last was: risk limits look at the lists it has,
 * not at what another till knows.
 */
export async function finishJoining(deps: JoinDeps, same: boolean): Promise<Result<null, PairRefusal>> {
  const { stores, catalogue } = deps;
  const [asked, known] = await Promise.all([
    stores.store.read(({ till }) => till.get('joining')),
    catalogue.current(),
  ]);
  if (asked?.certificate === undefined || known === undefined) return err({ kind: 'pairing_gone' });
  if (!same) {
    const dropped = await stores.store.write(({ till }) => till.remove('joining'));
    return dropped.ok ? ok(null) : dropped;
  }
  const certificate = certificateFrom(asked.certificate);
  if (certificate === undefined) return err({ kind: 'pairing_gone' });
  return keepPairing(deps.stores, {
    certificate,
    bytes: asked.certificate,
    identity: {
      merchantId: hexFromBytes(certificate.merchantId),
      tillNumber: certificate.tillNumber,
      tillName: asked.tillName,
    },
    clock: {
      highWaterMarkMs: Math.max(known.trustList.issuedAtS, certificate.issuedAtS) * 1_000,
      lastSyncMs: known.fetchedAtMs,
    },
  });
}

/** A code of ten minutes ago may lie about the time: a fresh one is made. */
const REQUEST_LIFE_MS = 10 * 60_000;

function isSameWish(
  asked: Joining,
  { signer, tillName, nowMs }: { readonly signer: Signer; readonly tillName: string; readonly nowMs: number },
): boolean {
  const isYoung = Math.abs(nowMs - asked.atMs) < REQUEST_LIFE_MS;
  return isYoung && asked.tillName === tillName && equalBytes(asked.key, signer.publicKey);
}

type Admission = TerminalOrigin & { readonly delegatedBy: TerminalCertificate };

async function openAdmission(
  bytes: Bytes,
  trustList: TrustList,
  nowMs: number,
): Promise<Result<Admission, ProtocolRefusal>> {
  const opened = await openTerminalCertificate(bytes, { trustList, atMs: nowMs, nowMs, permissions: [] });
  if (!opened.ok) return opened;
  const { delegatedBy } = opened.value;
  return delegatedBy === undefined ? refuse('cert_delegation', 'root') : ok({ ...opened.value, delegatedBy });
}

async function idOf(message: Bytes): Promise<Bytes> {
  const opened = openMessage(message);
  assert(opened.ok, 'a message that was read before opens');
  return messageIdOf(opened.value.sign1);
}
