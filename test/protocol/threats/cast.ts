// The people of src/protocol/README.md, "Threats": tills that are honest and cannot reach each other, and whoever has a key.
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { makePayRequest } from '#protocol/challenge.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import type { DeviceCertificate, Voucher } from '#protocol/messages.ts';
import { openMessage } from '#protocol/open-message.ts';
import { rememberChallenge } from '#protocol/open-nonces.ts';
import { makePayment } from '#protocol/payment.ts';
import { makePresentation } from '#protocol/presentation.ts';
import { EMPTY_REPLAY_STORE } from '#protocol/replay-store.ts';
import { DEFAULT_RISK } from '#protocol/risk.ts';
import { type Signer, withCertificate } from '#protocol/signer.ts';
import { makeDeviceCertificate } from '#protocol/device-certificate.ts';
import type { Accepted, ReplayStore, TerminalPolicy } from '#protocol/verdict.ts';
import { verifyAtTerminal } from '#protocol/verify-at-terminal.ts';
import { makeVoucher } from '#protocol/voucher.ts';
import * as world from '../world.ts';

export const DAY_MS = 86_400_000;
export const FACE = 1_000;
const PERMISSIONS = ['earn', 'redeem', 'pay'] as const;

/** An honest till without a connection. What it gives away is counted from what it accepts, not from what it is told. */
export interface Till {
  readonly scan: (code: string | Bytes, atMs?: number) => Promise<string>;
  /** Shows a pay request and gives its id. */
  readonly ask: (points: number) => Promise<Bytes>;
  readonly challenge: () => Bytes;
  readonly given: () => { readonly points: number; readonly valueMinor: number; readonly passes: number };
}

export function openTill(tillNumber: number, change: Partial<TerminalPolicy> = {}): Till {
  const ownCertificate = { ...world.terminalCertificate, tillNumber, permissions: PERMISSIONS };
  const policy: TerminalPolicy = { ...world.terminalPolicy, ownCertificate, risk: DEFAULT_RISK, ...change };
  let state: ReplayStore = EMPTY_REPLAY_STORE;
  let given = { points: 0, valueMinor: 0, passes: 0 };
  let shown = 0;
  const nextNonce = (): Bytes => Uint8Array.of(tillNumber, ++shown >> 8, shown & 255, 0, 0, 0, 0, 1);
  return {
    scan: async (code, atMs = world.NOW_MS) => {
      const outcome = await verifyAtTerminal(code, state, policy, clockAt(atMs));
      state = outcome.state;
      const { verdict } = outcome;
      if (verdict.kind === 'accepted_provisional') given = counted(given, verdict.accepted);
      return verdict.kind === 'refused' ? verdict.refusal.kind : verdict.kind;
    },
    ask: async (points) => {
      const nonce = nextNonce();
      const request = await makePayRequest(
        { ...world.payRequest, points, nonce },
        await world.terminalSigner({ tillNumber, permissions: PERMISSIONS }),
      );
      const messageId = await idOfMessage(request);
      state = rememberChallenge(state, { nonce, request: { messageId, points } }, 0);
      return messageId;
    },
    challenge: () => {
      const nonce = nextNonce();
      state = rememberChallenge(state, { nonce }, 0);
      return nonce;
    },
    given: () => given,
  };
}

function counted(given: ReturnType<Till['given']>, accepted: Accepted): ReturnType<Till['given']> {
  if (accepted.type === 'payment') return { ...given, points: given.points + accepted.payment.points };
  if (accepted.type === 'member_pass') return { ...given, passes: given.passes + 1 };
  return { ...given, valueMinor: given.valueMinor + accepted.discountMinor };
}

function clockAt(nowMs: number): Clock {
  return { nowMs: () => nowMs, monotonicMs: () => 0 };
}

export async function idOfMessage(bytes: Bytes): Promise<Bytes> {
  const opened = openMessage(bytes);
  if (!opened.ok) throw new Error(opened.error.kind);
  return messageIdOf(opened.value.sign1);
}

export async function hexIdOf(bytes: Bytes): Promise<string> {
  return hexFromBytes(await idOfMessage(bytes));
}

/** Whoever has a device's key and certificate, and a program of their own: nothing holds them to a wallet's rules. */
export interface Holder {
  /** Forgets what was spent, as a copy does that was made before. */
  readonly clone: () => Holder;
  /** Tells `cumulative` as it remembers, unless told to lie. */
  readonly pay: (requestId: Bytes, points: number, lie?: { cumulative: number }) => Promise<Bytes>;
  readonly present: (voucher: Bytes, change?: { nonce?: Bytes; issuedAtS?: number }) => Promise<Bytes>;
}

export async function holderOf(
  certificate: Partial<DeviceCertificate>,
  key: Signer = world.deviceKey,
): Promise<Holder> {
  const claims = { ...world.deviceCertificate, deviceKey: key.publicKey, ...certificate };
  const signer = withCertificate(key, await makeDeviceCertificate(claims, world.serverSigner));
  const start = (counterThen: number, spentThen: number): Holder => {
    let [counter, spent] = [counterThen, spentThen];
    return {
      clone: () => start(counterThen, spentThen),
      pay: (requestId, points, lie) => {
        spent += points;
        const cumulative = lie?.cumulative ?? spent;
        return makePayment({ ...world.payment, counter: ++counter, points, cumulative, requestId }, signer);
      },
      present: (voucher, change = {}) =>
        makePresentation(
          {
            merchantId: world.MERCHANT_ID,
            issuedAtS: world.NOW_S,
            counter: ++counter,
            useNumber: 1,
            voucher,
            ...change,
          },
          key,
        ),
    };
  };
  return start(0, 0);
}

/** A voucher of face 10, which any till may take. */
export function voucherNumber(
  number: number,
  change: Partial<Voucher> = {},
  issuer: Signer = world.merchantSigner,
): Promise<Bytes> {
  const voucherId = Uint8Array.of(number >> 8, number & 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
  return makeVoucher({ ...world.voucher, value: FACE, voucherId, ...change }, issuer);
}

/** One copy takes all a till will give it: the largest payments first, then whatever is left, point by point in halves. */
export async function drain(till: Till, copy: Holder, most: number): Promise<void> {
  let points = most;
  let spent = 0;
  while (points > 0) {
    const cumulative = spent + points;
    const name = await till.scan(await copy.pay(await till.ask(points), points, { cumulative }));
    if (name === 'accepted_provisional') spent += points;
    else points = Math.floor(points / 2);
  }
}
