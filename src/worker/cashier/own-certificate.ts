import { type Bytes, equalBytes } from '#base/bytes.ts';
import { type Result, err } from '#base/result.ts';
import { openTerminalCertificate } from '#protocol/chain.ts';
import type { PublicKey, TrustList } from '#protocol/messages.ts';
import type { ProtocolRefusal } from '#protocol/refusal.ts';
import type { TerminalOrigin } from '#protocol/verdict.ts';

/**
 * Checks a certificate that the server hands out before it is stored: for this very key, in force, signed by a root
 * of a listed merchant. Refusals: step 8 of the protocol; `cert_bad_signature` also for another key.
 */
export async function openOwnCertificate(
  bytes: Bytes,
  key: PublicKey,
  known: { readonly trustList: TrustList; readonly nowMs: number },
): Promise<Result<TerminalOrigin, ProtocolRefusal>> {
  const { trustList, nowMs } = known;
  const opened = await openTerminalCertificate(bytes, { trustList, nowMs, atMs: nowMs, permissions: [] });
  if (opened.ok && !equalBytes(opened.value.certificate.terminalKey, key))
    return err({ kind: 'cert_bad_signature' });
  return opened;
}
