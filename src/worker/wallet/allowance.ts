import { bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import type { SpendingView } from '#bridge/wallet-pay.ts';
import { DEVICE_CERTIFICATE } from '#protocol/device-certificate.ts';
import type { DeviceCertificate } from '#protocol/messages.ts';
import { openAs, openMessage } from '#protocol/open-message.ts';
import { locateStatus, statusAt } from '#protocol/status-list.ts';
import type { SpendingMark } from '#storage/meta-store.ts';
import type { PaymentRow } from '#storage/payment-store.ts';
import { type EnrolledDevice, enrolledDevice } from './enrol.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** What this device may spend without asking, by its own certificate. */
export interface OwnAllowance {
  readonly certificate: DeviceCertificate;
  readonly mark: SpendingMark;
  /** Of all devices of the member. */
  readonly payments: readonly PaymentRow[];
  readonly isStopped: boolean;
}

const NOTHING_SPENT = { cumulative: 0, previous: new Uint8Array(8) };

/** Absent before the device is enrolled. */
export async function ownAllowance(
  deps: WalletDeps,
  device: EnrolledDevice,
): Promise<OwnAllowance | undefined> {
  const opened = openAs(DEVICE_CERTIFICATE, device.certificate);
  if (!opened.ok) return undefined;
  const certificate = opened.value.value;
  const epoch = certificate.allowance?.epoch ?? 0;
  const { stored, rows } = await deps.stores.store.read(async ({ meta, payments }) => ({
    stored: await meta.get('spending'),
    rows: await payments.all(),
  }));
  const mark = stored ?? markFrom(rows, certificate, epoch);
  // A new epoch counts anew; the chain of payments goes on.
  const previous = mark?.previous ?? NOTHING_SPENT.previous;
  const cumulative = mark?.epoch === epoch ? mark.cumulative : 0;
  const isStopped = await isRevoked(deps, certificate);
  return { certificate, mark: { epoch, cumulative, previous }, payments: rows, isStopped };
}

/** Should the mark be lost, the payments themselves say where it stood: to spend a sum twice would be taken for theft. */
function markFrom(
  payments: readonly PaymentRow[],
  certificate: DeviceCertificate,
  epoch: number,
): SpendingMark | undefined {
  const last = payments
    .filter(({ content }) => content.epoch === epoch)
    .toSorted((a, b) => b.content.cumulative - a.content.cumulative)
    .find(isPaidBy(certificate));
  const id = last && bytesFromHex(last.id);
  return id && { epoch, cumulative: last.content.cumulative, previous: id.slice(0, 8) };
}

/** Each device of the member has an allowance of its own: what another has paid takes nothing from this one's. */
function isPaidBy({ deviceKey }: DeviceCertificate): (row: PaymentRow) => boolean {
  const own = hexFromBytes(deviceKey);
  return (row) => (row.payer ?? payerIn(row)) === own;
}

function payerIn({ cose }: PaymentRow): string | undefined {
  const opened = openMessage(cose);
  const bytes = opened.ok ? opened.value.sign1.certificate : undefined;
  const certificate = bytes && openAs(DEVICE_CERTIFICATE, bytes);
  return certificate?.ok === true ? hexFromBytes(certificate.value.value.deviceKey) : undefined;
}

/** Whole points that may still be spent at tills of a programme; without one, of the one that has most. */
export function pointsLeft(
  { certificate, mark, payments }: OwnAllowance,
  programmeId?: string,
  number?: number,
): number {
  const { allowance, assurance, shares } = certificate;
  if (allowance === undefined || assurance === 'soft') return 0;
  const left = allowance.cumulative - mark.cumulative;
  if (shares === undefined) return Math.max(0, left);
  const share =
    number === undefined ? Math.max(0, ...shares.map(({ points }) => points)) : shareOf(shares, number);
  const since = payments
    .filter(
      ({ content }) => content.programmeId === programmeId && content.issuedAtS >= certificate.issuedAtS,
    )
    .filter(isPaidBy(certificate));
  const spent = since.reduce((sum, { content }) => sum + content.points, 0);
  return Math.max(0, Math.min(left, share - spent));
}

function shareOf(shares: NonNullable<DeviceCertificate['shares']>, number: number): number {
  return shares.find(({ programmeNumber }) => programmeNumber === number)?.points ?? 0;
}

async function isRevoked(deps: WalletDeps, { statusIndex }: DeviceCertificate): Promise<boolean> {
  if (statusIndex === undefined) return false;
  const { lists, deviceListNumber } = await deps.statusLists.known();
  const { listNumber, index } = locateStatus(deviceListNumber, statusIndex);
  const list = lists.get(listNumber);
  return list !== undefined && statusAt(list, index) === 1;
}

/** What the person is told about spending without a signal, and why it is nothing when it is. */
export async function spendingView(deps: WalletDeps): Promise<SpendingView> {
  const device = await enrolledDevice(deps);
  const own = device === undefined ? undefined : await ownAllowance(deps, device);
  if (device === undefined || own === undefined) return { left: 0, perPayment: 0, why: 'nothing_reserved' };
  const { allowance, assurance } = own.certificate;
  const untilMs = device.certificateUntilMs;
  const nothing = (why: NonNullable<SpendingView['why']>): SpendingView => ({
    left: 0,
    perPayment: 0,
    untilMs,
    why,
  });
  if (assurance === 'soft') return nothing('soft_key');
  if (own.isStopped) return nothing('stopped');
  if (allowance === undefined) return nothing('nothing_reserved');
  if (untilMs <= deps.around.clock.nowMs()) return nothing('expired');
  const left = pointsLeft(own);
  return { left, perPayment: Math.min(left, allowance.perTransaction), untilMs };
}
