import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { checkExport, type Finding } from '#protocol/check-export.ts';
import { type LedgerExport, openExport } from '#protocol/ledger-export.ts';
import type { PublicKey } from '#protocol/messages.ts';
import { openTrustList } from '#protocol/trust-list.ts';
import { balanceFindings } from './balances.ts';

export interface Verification {
  readonly findings: readonly Finding[];
  /** What it is, whose key it was checked with, what it cannot prove: for people. */
  readonly notes: readonly string[];
}

/** Checks a file with public keys only. `serverKey`: from elsewhere; without it the file's own is taken, and that is said. */
export async function verifyExport(file: Bytes, serverKey?: PublicKey): Promise<Verification> {
  const opened = openExport(file);
  if (!opened.ok) return { findings: [{ what: 'the file', fault: opened.error.fault }], notes: [] };
  const { contents } = opened.value;
  const key = serverKey ?? contents.serverKey;
  const list = await openTrustList(contents.trustList, [key]);
  const findings = [
    { what: 'the file: readable, in its one right form' },
    ...(await checkExport(opened.value, key)),
    ...(await balanceFindings(contents, { serverKey: key, trustList: list.ok ? list.value : undefined })),
  ];
  return { findings, notes: notesOn(contents, serverKey) };
}

function notesOn(contents: LedgerExport, serverKey: PublicKey | undefined): readonly string[] {
  const { receipts, presentations, vouchers, records, payments, visits } = contents;
  return [
    `${contents.kind} with ${receipts.length} receipts, ${presentations.length} presentations, ` +
      `${vouchers.length} vouchers, ${payments.length} payments, ${visits.length} visits, ` +
      `${records.length} journal records, ${contents.balances.length} balances`,
    serverKey === undefined
      ? `server key: the one in the file (${hexFromBytes(contents.serverKey)}); give --server-key to prove that it is the real one`
      : `server key: ${hexFromBytes(serverKey)}`,
    'proved: who signed each statement, that none was altered, the order of the journal, what the balances follow from',
    'not proved: when the file was made (the device says so), the decisions of the server (the device repeats them),',
    '            that nothing was left out: a statement that is not in the file leaves a gap only inside the journal',
  ];
}
