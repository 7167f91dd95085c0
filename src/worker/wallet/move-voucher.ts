// A voucher goes to another device: given up here first, strictly, then asked of the server. There is no moment at which
// both may show it.
import { doneReply } from '#api/devices.ts';
import type { MoveVoucherRequest } from '#api/devices.ts';
import { ROUTES } from '#api/routes.ts';
import { base64FromBytes, bytesFromHex } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { MovedView } from '#bridge/wallet-devices.ts';
import { signDeviceStatement } from '#protocol/device-link.ts';
import type { TransportRefusal } from '#sync/ports.ts';
import type { VoucherRow } from '#storage/voucher-store.ts';
import { countUses } from './count-uses.ts';
import { type EnrolledDevice, enrolledDevice } from './enrol.ts';
import { voucherKeyOf } from './voucher-view.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** Held by whoever shows a voucher or gives it up. */
export const VOUCHER_LOCK = 'tessera-wallet-voucher';

export interface MoveOrder {
  readonly voucherKey: string;
  readonly deviceId: string;
}

/** Refusals: as of `WalletDevicesApi.moveVoucher`; after one of the server's the voucher is this phone's still. */
export async function moveVoucher(deps: WalletDeps, order: MoveOrder): Promise<Result<MovedView, Refusal>> {
  const device = await enrolledDevice(deps);
  if (device === undefined) return err({ kind: 'not_enrolled' });
  const given = await deps.around.exclusive.run(VOUCHER_LOCK, () => giveUp(deps, order));
  if (!given.ok) return given;
  deps.broadcast.changed('vouchers', 'programmes');
  const refusal = await sendMove(deps, device, given.value);
  if (refusal !== undefined) return err(refusal);
  const row = await deps.stores.store.read(({ vouchers }) => vouchers.get(given.value.id));
  return ok({ state: row?.moving === true ? 'waiting' : 'moved' });
}

async function giveUp(
  { stores, around }: WalletDeps,
  { voucherKey, deviceId }: MoveOrder,
): Promise<Result<VoucherRow, Refusal>> {
  const nowMs = around.clock.nowMs();
  const given = await stores.store.write(async ({ vouchers }): Promise<Result<VoucherRow, Refusal>> => {
    const row = (await vouchers.all()).find((one) => voucherKeyOf(one) === voucherKey);
    const fault = row === undefined ? 'voucher_not_ready' : faultOf(row, nowMs);
    if (row === undefined || fault !== undefined) return err({ kind: fault ?? 'voucher_not_ready' });
    const moved: VoucherRow = { ...row, state: 'moved', movedTo: deviceId, moving: true };
    await vouchers.put(moved);
    return ok(moved);
  });
  return given.ok ? given.value : given;
}

function faultOf({ state, content }: VoucherRow, nowMs: number): string | undefined {
  if (state === 'used') return 'voucher_spent';
  if (state === 'moved') return 'voucher_elsewhere';
  // A till may have taken it, and its receipt be on the way.
  if (state === 'presented') return 'voucher_shown';
  return nowMs >= content.expiresAtS * 1_000 ? 'voucher_expired' : undefined;
}

/** All that were given up and of which the server has not told that it knows: after each sync. */
export async function sendPendingMoves(deps: WalletDeps): Promise<void> {
  const rows = await deps.stores.store.read(({ vouchers }) => vouchers.all());
  const moving = rows.filter(({ moving }) => moving === true);
  const device = moving.length === 0 ? undefined : await enrolledDevice(deps);
  if (device === undefined) return;
  for (const row of moving) await sendMove(deps, device, row);
}

/**
 * What the server refuses a voucher for that is still at this phone. After anything else (silence, another version, a device that
 * it does not know just now, `voucher_unknown`) an earlier call may have moved it, with its answer lost.
 */
const NOT_MOVED: ReadonlySet<string> = new Set([
  'wrong_role',
  'bad_signature',
  'device_unknown',
  'voucher_spent',
  'too_many_requests',
  'overloaded',
]);
/** Of the act itself; a refusal of the request that carried it has others. */
const REFUSED_ACT = 409;

/** The refusal of the server, if it left the voucher here; else it is moved, or on its way until the server says. */
async function sendMove(
  deps: WalletDeps,
  { signer, memberId }: EnrolledDevice,
  row: VoucherRow,
): Promise<Refusal | undefined> {
  const { id: voucherId, movedTo: deviceId = '' } = row;
  const statement = { kind: 'move', memberId: bytesFromHex(memberId)!, voucherId, deviceId } as const;
  const proof = base64FromBytes(await signDeviceStatement(statement, signer));
  const body: MoveVoucherRequest = { v: 1, voucher: voucherId, to: deviceId, proof };
  const reply = await deps.http.post(ROUTES.voucherMove, body, { signer, reply: doneReply });
  const code = reply.ok ? undefined : notMovedFor(reply.error);
  const isAway = !reply.ok && isNotHere(reply.error);
  if (!reply.ok && code === undefined && !isAway) return undefined;
  await deps.stores.store.write(async ({ receipts, vouchers, voucherPlaces }) => {
    const now = await vouchers.get(voucherId);
    const place = isAway ? (await voucherPlaces.get(voucherId))?.device : deviceId;
    // At neither phone, and nobody has told where: the answer to a call before may still be on its way.
    if (now?.moving !== true || place === undefined) return;
    const { moving: _, movedTo: __, ...kept } = now;
    await vouchers.put(code === undefined ? { ...kept, movedTo: place } : kept);
    await countUses({ receipts, vouchers }, voucherId);
  });
  deps.broadcast.changed('vouchers', 'programmes');
  return code === undefined ? undefined : { kind: code };
}

/** Neither here nor where it was sent: it was, and has gone on from there. */
function isNotHere(refusal: TransportRefusal): boolean {
  return refusal.kind === 'refused' && refusal.status === REFUSED_ACT && refusal.code === 'voucher_unknown';
}

function notMovedFor(refusal: TransportRefusal): string | undefined {
  if (refusal.kind !== 'refused' || refusal.status !== REFUSED_ACT) return undefined;
  return NOT_MOVED.has(refusal.code) ? refusal.code : undefined;
}
