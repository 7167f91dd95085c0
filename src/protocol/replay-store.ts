// Step 15 of the order of refusals: what a terminal remembers, as plain data.
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { refuse } from './refusal.ts';
import { markAnswered } from './open-nonces.ts';
import type {
  Accepted,
  AcceptedPass,
  AcceptedPayment,
  GenuinePresentation,
  ReplayStore,
  TerminalVerdict,
} from './verdict.ts';

type Judged = AcceptedPass | GenuinePresentation | AcceptedPayment;

export const EMPTY_REPLAY_STORE: ReplayStore = { devices: {}, vouchers: {}, highWaterMarkMs: 0 };

/**
 * `undefined` when the message is new to this terminal; otherwise `repeat` for the very same message, or
 * `replayed` (another message with the same counter), `counter_regressed`, `already_used_here`.
 */
export function findReplay(state: ReplayStore, message: Judged): TerminalVerdict | undefined {
  const messageId = hexFromBytes(message.messageId);
  const device = ownEntry(state.devices, message.deviceThumbprint);
  const uses = message.type === 'presentation' ? usesOf(state, message.voucher.voucherId) : [];
  const earlier = uses.find((use) => use.presentationId === messageId);
  if (earlier !== undefined) return repeat(message.messageId, earlier.receipt);
  if (device?.lastMessageId === messageId) return repeat(message.messageId, device.receipt);
  const counter = counterOf(message);
  if (device !== undefined && counter === device.maxCounter) return refused('replayed');
  if (device !== undefined && counter < device.maxCounter) return refused('counter_regressed');
  if (message.type !== 'presentation') return undefined;
  const taken = uses.find((use) => use.useNumber === message.presentation.useNumber);
  return taken === undefined ? undefined : refused('already_used_here', taken.receipt);
}

/** The store once the message has been accepted; the receipt follows with `rememberReceipt`. */
export function rememberMessage(state: ReplayStore, message: Judged, nowMs: number): ReplayStore {
  const { deviceThumbprint } = message;
  const lastMessageId = hexFromBytes(message.messageId);
  const { receipt: _answered, ...known } = ownEntry(state.devices, deviceThumbprint) ?? {};
  const seen = { ...known, maxCounter: counterOf(message), lastMessageId };
  const after = {
    ...markAnswered(state, message),
    devices: { ...state.devices, [deviceThumbprint]: seen },
    highWaterMarkMs: Math.max(state.highWaterMarkMs, nowMs),
  };
  if (message.type !== 'presentation') return after;
  const { voucherId } = message.voucher;
  const use = { useNumber: message.presentation.useNumber, presentationId: lastMessageId };
  const uses = [...usesOf(state, voucherId), use];
  return { ...after, vouchers: { ...state.vouchers, [hexFromBytes(voucherId)]: uses } };
}

function counterOf(message: Judged): number {
  if (message.type === 'presentation') return message.presentation.counter;
  return message.type === 'payment' ? message.payment.counter : message.pass.counter;
}

/** Puts the terminal's answer beside the message it answers, in the transaction that also writes it to the log. */
export function rememberReceipt(state: ReplayStore, accepted: Accepted, receipt: Bytes): ReplayStore {
  const messageId = hexFromBytes(accepted.messageId);
  const device = ownEntry(state.devices, accepted.deviceThumbprint);
  const answered = device?.lastMessageId === messageId ? { ...device, receipt } : device;
  const devices = answered ? { ...state.devices, [accepted.deviceThumbprint]: answered } : state.devices;
  if (accepted.type !== 'presentation') return { ...state, devices };
  const uses = usesOf(state, accepted.voucher.voucherId).map((use) =>
    use.presentationId === messageId ? { ...use, receipt } : use,
  );
  return {
    ...state,
    devices,
    vouchers: { ...state.vouchers, [hexFromBytes(accepted.voucher.voucherId)]: uses },
  };
}

export function usesOf(state: ReplayStore, voucherId: Bytes): ReplayStore['vouchers'][string] {
  return ownEntry(state.vouchers, hexFromBytes(voucherId)) ?? [];
}

function repeat(messageId: Bytes, receipt: Bytes | undefined): TerminalVerdict {
  return receipt === undefined ? { kind: 'repeat', messageId } : { kind: 'repeat', messageId, receipt };
}

function refused(kind: Parameters<typeof refuse>[0], receipt?: Bytes): TerminalVerdict {
  const refusal = refuse(kind).error;
  return receipt === undefined ? { kind: 'refused', refusal } : { kind: 'refused', refusal, receipt };
}

export function ownEntry<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
