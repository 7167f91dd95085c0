import type { EnrolAddedRequest } from '#api/enrol-added.ts';
import { bytesFromBase64, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';
import { err, ok, type Result } from '#base/result.ts';
import { refuse } from '#protocol/refusal.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { addedState, admitDelegate, proveDelegate } from './delegates.ts';
import type { DeviceKey } from './device-id.ts';
import type { EnrolDeps } from './enrol-deps.ts';
import { certifyTerminal, type EnrolledTerminal, registerTerminal } from './enrol-terminal.ts';

/**
 * A till that another till has added comes for the first time: it gets a number of the server and a certificate of the root,
 * with the serial and the limits it had. The same till again gets them again. Refusals: those of its chain,
 * `cert_bad_signature` (another key's), those of `admitDelegate`, `key_in_use`,
 * `device_revoked`.
 */
export async function enrolAdded(
  deps: EnrolDeps,
  { message, key }: { readonly message: EnrolAddedRequest; readonly key: DeviceKey },
): Promise<Result<EnrolledTerminal, { readonly kind: string }>> {
  const nowMs = deps.clock.nowMs();
  const { trustList } = await deps.directories.read();
  const bytes = bytesFromBase64(message.certificate);
  assert(bytes !== undefined, 'the schema lets only base64 through');
  const proved = await proveDelegate(bytes, trustList, nowMs);
  if (!proved.ok) return proved;
  const { certificate } = proved.value;
  if (!equalBytes(certificate.terminalKey, key.publicKey)) return refuse('cert_bad_signature');
  const merchantId = hexFromBytes(certificate.merchantId);
  const { serial } = certificate;
  const registered = await inTransaction(deps.db, deps.random, async (tx) => {
    const admitted = await admitDelegate(tx, proved.value, nowMs);
    if (!admitted.ok) return admitted;
    const numbers = { serial, drawnSerial: serial };
    const order = { key, merchantId, name: message.name, nowMs, isAskedFor: false, ...numbers };
    const terminal = await registerTerminal(tx, order);
    if (!terminal.ok) return terminal;
    const { confirmed_at } = await tx
      .selectFrom('delegation')
      .select('confirmed_at')
      .where('serial', '=', serial)
      .executeTakeFirstOrThrow();
    const facts = { ...terminal.value, added: addedState(confirmed_at), key, nowMs };
    return ok(await certifyTerminal(tx, deps.keys, facts));
  });
  return registered.ok ? registered : err({ kind: registered.error.kind });
}
