// Who else hears of what a push brought.
import { base64FromBytes } from '#base/bytes.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import type { ChangeStreams } from './change-streams.ts';
import type { Decision } from './decision.ts';
import type { Directory } from './directory.ts';
import type { Locked } from './locks.ts';

export interface Told {
  /** The one that pushes: it has its results. */
  readonly device: KnownDevice;
  readonly directory: Directory;
  readonly locked: Locked;
  readonly streams: ChangeStreams;
}

/** The other side of each receipt hears of it: the member's wallets of what the till brought, the till of what a wallet brought. */
export function spreadReceipts(told: Told, decisions: readonly Decision[]): void {
  const { device, directory, locked, streams } = told;
  for (const decision of decisions) {
    const { status, code, effect } = decision;
    tellPayment(decision, told);
    if (effect?.receipt === undefined) continue;
    const { cose, presentation, serial } = effect.receipt;
    const change = {
      kind: 'receipt' as const,
      cose: base64FromBytes(cose),
      ...(presentation === undefined ? {} : { presentation: base64FromBytes(presentation) }),
      status,
      ...(code === null ? {} : { code }),
    };
    const till = directory.deviceOfSerial.get(serial);
    const listeners = [
      ...(locked.walletsOf.get(effect.memberId) ?? []),
      ...(till === undefined ? [] : [till]),
    ];
    for (const listener of listeners) if (listener !== device.id) streams.add(listener, change);
  }
}

/** The payer's wallets learn of what the till brought: a receipt that was never scanned must not leave them with other sums. */
function tellPayment({ record, status, code, about }: Decision, told: Told): void {
  if (about === undefined || !record.finding.ok || code === 'already_known') return;
  const [request, payment, receipt, reversal] = record.finding.parts.map(base64FromBytes);
  const change = {
    kind: 'payment' as const,
    parts: [request!, payment!, receipt!],
    ...(reversal === undefined ? {} : { reversal }),
    status,
    ...(code === null ? {} : { code }),
  };
  for (const wallet of told.locked.walletsOf.get(about) ?? [])
    if (wallet !== told.device.id) told.streams.add(wallet, change);
}
