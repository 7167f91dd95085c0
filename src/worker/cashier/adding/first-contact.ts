// What tills that added each other without a signal have to tell the server once there is one.
import { disownReply } from '#api/enrol-added.ts';
import { enrolTerminalReply } from '#api/enrol-terminal.ts';
import { ROUTES } from '#api/routes.ts';
import { base64FromBytes, bytesFromBase64 } from '#base/bytes.ts';
import { openAs } from '#protocol/open-message.ts';
import type { Signer } from '#protocol/signer.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { openOwnCertificate } from '#worker/cashier/own-certificate.ts';
import { type OwnKeyDeps, ownKey } from '#worker/cashier/own-key.ts';
import type { Catalogue } from '#worker/shared/catalogue.ts';
import type { Http } from '#worker/shared/http.ts';

export interface FirstContactDeps extends OwnKeyDeps {
  readonly catalogue: Catalogue;
  readonly http: Http;
  /** This till has another number and certificate now, or the server has said that it never will. */
  readonly onAnswered: () => void;
}

/**
 * Before each sync; does nothing on a till that a code has paired and that has refused nobody. Silence tries again later.
 * `false`: the server does not take this till in, so its records stay here.
 */
export async function firstContact(deps: FirstContactDeps): Promise<boolean> {
  const key = await ownKey(deps);
  if (key === undefined) return true;
  await register(deps, key.signer);
  await tellRefused(deps, key.signer);
  return (await deps.stores.store.read(({ till }) => till.get('notAdmitted'))) === undefined;
}

/** Trades the other till's certificate for one of the shop's root, so that the records after it are pushed as a till's. */
async function register(deps: FirstContactDeps, signer: Signer): Promise<void> {
  const { stores, catalogue, http } = deps;
  const { identity, enrolment } = await stores.store.read(async ({ till, meta }) => ({
    identity: await till.get('identity'),
    enrolment: await meta.get('enrolment'),
  }));
  if (identity === undefined || enrolment === undefined) return;
  const own = openAs(TERMINAL_CERTIFICATE, enrolment.certificate);
  if (!own.ok || own.value.sign1.certificate === undefined) return;
  const body = {
    v: 1,
    publicKey: base64FromBytes(signer.publicKey),
    certificate: base64FromBytes(enrolment.certificate),
    name: identity.tillName,
  };
  const answer = await http.post(ROUTES.addedTerminals, body, { signer, reply: enrolTerminalReply });
  if (!answer.ok && 'code' in answer.error) await keepRefusal(deps, answer.error.code);
  const known = await catalogue.current();
  const certificate = answer.ok ? bytesFromBase64(answer.value.certificate) : undefined;
  if (!answer.ok || certificate === undefined || known === undefined) return;
  const { now: nowMs, tillNumber } = answer.value;
  const checked = { trustList: known.trustList, nowMs };
  const origin = await openOwnCertificate(certificate, signer.publicKey, checked);
  if (!origin.ok) return;
  const certificateUntilMs = origin.value.certificate.expiresAtS * 1_000;
  const written = await stores.store.write(async ({ till, meta }) => {
    await till.put('identity', { ...identity, tillNumber });
    await till.remove('notAdmitted');
    await meta.remove('offeredCertificate');
    await meta.put('enrolment', { certificate, certificateUntilMs });
  });
  if (written.ok) deps.onAnswered();
}

/** Final until an operator does something about it; each sync asks again. */
const FINAL: ReadonlySet<string> = new Set(['delegation_full', 'delegation_revoked', 'serial_unregistered']);

async function keepRefusal({ stores, onAnswered }: FirstContactDeps, kind: string): Promise<void> {
  if (!FINAL.has(kind) || (await stores.store.read(({ till }) => till.get('notAdmitted'))) === kind) return;
  const written = await stores.store.write(({ till }) => till.put('notAdmitted', kind));
  if (written.ok) onAnswered();
}

async function tellRefused({ stores, http }: FirstContactDeps, signer: Signer): Promise<void> {
  const rows = await stores.store.read(({ addedTills }) => addedTills.all());
  const refused = rows.filter(({ state }) => state === 'refused').slice(0, 16);
  if (refused.length === 0) return;
  const body = { v: 1, serials: refused.map(({ serial }) => serial) };
  const told = await http.post(ROUTES.disownedTerminals, body, { signer, reply: disownReply });
  if (!told.ok) return;
  await stores.store.write(async ({ addedTills }) => {
    for (const row of refused) await addedTills.put({ ...row, state: 'told' });
  });
}
