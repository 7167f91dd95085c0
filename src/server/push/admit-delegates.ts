// A customer's phone may be quicker to the server than the till that signed its receipt. When another till had added that
// one, the receipt itself carries everything that registers it.
import type { PushedRecord } from '#api/sync.ts';
import { type Bytes, bytesFromBase64, hexFromBytes } from '#base/bytes.ts';
import { RECORD_LIMITS } from '#protocol/cbor.ts';
import { JOURNAL_RECORD } from '#protocol/journal-record.ts';
import { openAs, openMessage } from '#protocol/open-message.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { admitDelegate, proveDelegate } from '#server/enrolment/delegates.ts';
import type { EnrolDeps } from '#server/enrolment/enrol-deps.ts';
import type { Directory } from './directory.ts';

/** Registers the added tills in these records, as far as their tills may add any. Refused ones stay unregistered. */
export async function admitDelegates(
  deps: Pick<EnrolDeps, 'db' | 'random' | 'clock'>,
  records: readonly PushedRecord[],
  { trustList }: Directory,
): Promise<void> {
  const nowMs = deps.clock.nowMs();
  for (const certificate of certificatesIn(records)) {
    const proved = await proveDelegate(certificate, trustList, nowMs);
    if (proved.ok) await inTransaction(deps.db, deps.random, (tx) => admitDelegate(tx, proved.value, nowMs));
  }
}

/** Each once: the records of a day carry one certificate a hundred times. */
function certificatesIn(records: readonly PushedRecord[]): readonly Bytes[] {
  const found = new Map<string, Bytes>();
  for (const { cose } of records) {
    const bytes = bytesFromBase64(cose);
    const opened = bytes && openAs(JOURNAL_RECORD, bytes, RECORD_LIMITS);
    if (opened?.ok !== true) continue;
    for (const part of opened.value.value.parts) {
      const message = openMessage(part);
      const certificate = message.ok ? message.value.sign1.certificate : undefined;
      if (certificate !== undefined) found.set(hexFromBytes(certificate), certificate);
    }
  }
  return [...found.values()];
}
