// Who else hears of what a push brought.
import { base64FromBytes } from '#base/bytes.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import type { ChangeStreams } from './change-streams.ts';
import type { Decision } from './decision.ts';
import type { Directory } from './directory.ts';
import type { MemberFiles } from './member-file.ts';

export interface Told {
  /** The one that pushes. */
  readonly device: KnownDevice;
  readonly directory: Directory;
  readonly streams: ChangeStreams;
  readonly files: MemberFiles;
}

/** All wallets of the member hear of a receipt, and its till of what a wallet brought. */
export function spreadReceipts(told: Told, decisions: readonly Decision[]): void {
  const { device, directory, streams, files } = told;
  for (const decision of decisions) {
    const { status, code, effect } = decision;
    filePayment(decision, files);
    if (effect?.receipt === undefined) continue;
    const { cose, presentation, serial } = effect.receipt;
    const change = {
      kind: 'receipt' as const,
      cose: base64FromBytes(cose),
      ...(presentation === undefined ? {} : { presentation: base64FromBytes(presentation) }),
      status,
      ...(code === null ? {} : { code }),
    };
    files.add(effect.memberId, change);
    const till = directory.deviceOfSerial.get(serial);
    if (till !== undefined && till !== device.id) streams.add(till, change);
  }
}

/** The payer's wallets learn of what the till brought: a receipt that was never scanned must not leave them with other sums. */
function filePayment({ record, status, code, about }: Decision, files: MemberFiles): void {
  if (about === undefined || !record.finding.ok || code === 'already_known') return;
  const [request, payment, receipt, reversal] = record.finding.parts.map(base64FromBytes);
  files.add(about, {
    kind: 'payment',
    parts: [request!, payment!, receipt!],
    ...(reversal === undefined ? {} : { reversal }),
    status,
    ...(code === null ? {} : { code }),
  });
}

const STATEMENTS: ReadonlySet<string> = new Set(['join', 'claim', 'report', 'profile', 'visit']);

/** What the member said by one wallet is news to the others, and to this one if its profile is put back one day. */
export function spreadStatements({ device, files }: Told, decisions: readonly Decision[]): void {
  for (const { record, status, effect } of decisions) {
    if (status !== 'accepted' || effect === undefined || !STATEMENTS.has(record.kind)) continue;
    const [cose, key] = [record.cose, device.publicKey].map(base64FromBytes);
    files.add(effect.memberId, { kind: 'record', cose: cose!, key: key!, status });
  }
}
