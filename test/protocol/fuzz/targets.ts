// Genuine messages and the verifiers they are meant for. A verifier's memory is watched: what is refused before its
// signature has held must not have been looked up in it.
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { ok } from '#base/result.ts';
import { openDeviceCertificate, openTerminalCertificate, openVoucher } from '#protocol/chain.ts';
import type { MessageSchema } from '#protocol/claims.ts';
import { DEVICE_CERTIFICATE } from '#protocol/device-certificate.ts';
import { EARN_RECEIPT, makeEarnReceipt } from '#protocol/earn-receipt.ts';
import { JOURNAL_RECORD } from '#protocol/journal-record.ts';
import { MEMBER_PASS, makePass } from '#protocol/member-pass.ts';
import type { MessageName } from '#protocol/messages.ts';
import { PRESENTATION, makePresentation } from '#protocol/presentation.ts';
import { REDEMPTION_RECEIPT, makeRedemptionReceipt } from '#protocol/redemption-receipt.ts';
import type { RefusalKind } from '#protocol/refusal.ts';
import { EMPTY_REPLAY_STORE } from '#protocol/replay-store.ts';
import type { CertifiedSigner, Signer } from '#protocol/signer.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { TRUST_LIST, openTrustList } from '#protocol/trust-list.ts';
import type { ReplayStore, TerminalPolicy, WalletState } from '#protocol/verdict.ts';
import { verifyAtTerminal } from '#protocol/verify-at-terminal.ts';
import { verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import { verifyJournalRecord } from '#protocol/verify-at-server.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import { CHALLENGE, PAY_REQUEST } from '#protocol/challenge.ts';
import { ENROL_REQUEST, openEnrolRequest } from '#protocol/enrol-request.ts';
import { ISSUER_CERTIFICATE, openIssuerCertificate } from '#protocol/issuer-certificate.ts';
import { rememberChallenge } from '#protocol/open-nonces.ts';
import type { Payment } from '#protocol/pay-messages.ts';
import { PAY_RECEIPT, VOID_RECEIPT, makePayReceipt } from '#protocol/pay-receipt.ts';
import { PAYMENT, makePayment } from '#protocol/payment.ts';
import { POSTER, openPoster } from '#protocol/poster.ts';
import { PROGRAMME_SEAL, openProgrammeSeal } from '#protocol/programme-seal.ts';
import {
  type PaymentState,
  verifyPaymentAnswer,
  verifyRequestAtWallet,
} from '#protocol/verify-pay-at-wallet.ts';
import { bytesFromCode } from '#protocol/code.ts';
import { makeSamples } from '../samples.ts';
import * as world from '../world.ts';
import { makeDelegatedTargets, walletHolding } from './delegated-targets.ts';

export interface Judgement {
  readonly accepted: boolean;
  readonly refusal?: RefusalKind;
  /** The verifier has looked at its memory. */
  readonly touched: boolean;
  readonly changed: boolean;
}
export type Judge = (input: string | Bytes) => Promise<Judgement>;

/** Where a required claim is. */
export interface Place {
  readonly place: 'claim' | 'label';
  readonly number: number;
}

export interface Target {
  readonly name: MessageName;
  /** Targets of one verifier are all taken by it. */
  readonly verifier: string;
  readonly genuine: Bytes;
  readonly required: readonly Place[];
  /** The key that may sign it. */
  readonly signer: Signer;
  readonly judge: Judge;
  /** Genuine certificates of the same key that do not fit this message: larger caps, run out, without a permission. */
  readonly certificates?: readonly Bytes[];
  /** After the genuine message was taken: genuine messages that must not be taken any more. */
  readonly again?: { readonly judge: Judge; readonly messages: readonly Bytes[] };
}

const clock = world.clockAt(world.NOW_MS);
const nowMs = world.NOW_MS;
const { trustList } = world;
const serverKeys = [world.serverSigner.publicKey];
/** A till that may take payments. */
const PAY_POLICY: TerminalPolicy = {
  ...world.terminalPolicy,
  ownCertificate: { ...world.terminalCertificate, permissions: ['earn', 'redeem', 'pay'] },
};
const STATELESS = { touched: false, changed: false };

export const EMPTY_WALLET: WalletState = {
  memberId: world.MEMBER_ID,
  presentations: new Map([[hexFromBytes(world.redemptionReceipt.presentationId), 'voucher']]),
  receipts: new Set(),
};

export async function makeTargets(): Promise<readonly Target[]> {
  const samples = new Map((await makeSamples()).map(({ name, bytes }) => [name, bytes]));
  const of = (name: MessageName): Bytes => samples.get(name)!;
  return [
    await passTarget(of('memberPass')),
    await presentationTarget(of('presentation')),
    await earnTarget(of('earnReceipt')),
    await redemptionTarget(of('redemptionReceipt')),
    await paymentTarget(of('payment')),
    await payReceiptTarget(of('payReceipt')),
    await voidTarget(of('voidReceipt')),
    requestTarget('payRequest', of('payRequest'), PAY_REQUEST),
    requestTarget('challenge', of('challenge'), CHALLENGE),
    {
      ...certificateTarget('poster', of('poster'), POSTER),
      judge: plain((bytes) => openPoster(bytes, trustList, nowMs)),
    },
    {
      ...certificateTarget('enrolRequest', of('enrolRequest'), ENROL_REQUEST),
      signer: world.terminalKey,
      judge: plain((bytes) => openEnrolRequest(bytes)),
    },
    {
      ...certificateTarget('issuerCertificate', of('issuerCertificate'), ISSUER_CERTIFICATE),
      judge: plain((bytes) => openIssuerCertificate(bytes, world.merchant, nowMs)),
    },
    {
      ...certificateTarget('programmeSeal', of('programmeSeal'), PROGRAMME_SEAL),
      judge: plain((bytes) => openProgrammeSeal(bytes, world.sealOrder.content, { trustList, nowMs })),
    },
    {
      ...certificateTarget('voucher', of('voucher'), VOUCHER),
      judge: plain((bytes) => openVoucher(bytes, trustList, nowMs)),
    },
    {
      ...certificateTarget('terminalCertificate', of('terminalCertificate'), TERMINAL_CERTIFICATE),
      judge: plain((bytes) =>
        openTerminalCertificate(bytes, { trustList, atMs: nowMs, nowMs, permissions: [] }),
      ),
    },
    {
      ...certificateTarget('deviceCertificate', of('deviceCertificate'), DEVICE_CERTIFICATE),
      signer: world.serverSigner,
      judge: plain((bytes) => openDeviceCertificate(bytes, serverKeys, nowMs)),
    },
    {
      ...certificateTarget('trustList', of('trustList'), TRUST_LIST),
      signer: world.serverSigner,
      judge: plain((bytes) => openTrustList(bytes, serverKeys)),
    },
    {
      ...certificateTarget('journalRecord', of('journalRecord'), JOURNAL_RECORD),
      signer: world.deviceKey,
      judge: plain((bytes) => verifyJournalRecord(bytes, world.deviceKey.publicKey)),
    },
    ...(await makeDelegatedTargets(
      {
        required: requiredOf(TERMINAL_CERTIFICATE),
        judge: plain((bytes) =>
          openTerminalCertificate(bytes, { trustList, atMs: nowMs, nowMs, permissions: [] }),
        ),
      },
      {
        required: requiredOf(EARN_RECEIPT),
        judge: atWallet(EMPTY_WALLET),
        judgeAfter: async (receipt) => atWallet(await walletHolding(receipt, EMPTY_WALLET)),
      },
    )),
  ];
}

async function passTarget(genuine: Bytes): Promise<Target> {
  const device = await world.deviceSigner();
  const richer = await world.deviceSigner({
    allowance: { perTransaction: 9_000, cumulative: 90_000, epoch: 1 },
  });
  const ended = await world.deviceSigner({ expiresAtS: world.NOW_S });
  const { state } = await verifyAtTerminal(genuine, EMPTY_REPLAY_STORE, world.terminalPolicy, clock);
  const pass = (issuedAtS: number, counter: number): Promise<Bytes> =>
    makePass({ issuedAtS, counter }, device);
  return {
    name: 'memberPass',
    verifier: 'terminal',
    genuine,
    required: requiredOf(MEMBER_PASS),
    signer: world.deviceKey,
    certificates: [richer.certificate, ended.certificate],
    judge: atTerminal(EMPTY_REPLAY_STORE),
    again: {
      judge: atTerminal(state),
      messages: [
        genuine,
        await pass(world.NOW_S + 1, 120),
        await pass(world.NOW_S, 119),
        await pass(world.NOW_S + 9, 1),
      ],
    },
  };
}

async function presentationTarget(genuine: Bytes): Promise<Target> {
  const { state } = await verifyAtTerminal(genuine, EMPTY_REPLAY_STORE, world.terminalPolicy, clock);
  const voucher = await world.voucherBytes();
  const another = await world.voucherBytes({ voucherId: world.idOf(0xc2, 12) });
  const shown = {
    merchantId: world.MERCHANT_ID,
    issuedAtS: world.NOW_S,
    counter: 121,
    voucher,
    useNumber: 1,
  };
  const make = (change: Partial<typeof shown>): Promise<Bytes> =>
    makePresentation({ ...shown, ...change }, world.deviceKey);
  return {
    name: 'presentation',
    verifier: 'terminal',
    genuine,
    required: requiredOf(PRESENTATION),
    signer: world.deviceKey,
    judge: atTerminal(EMPTY_REPLAY_STORE),
    again: {
      judge: atTerminal(state),
      messages: [
        genuine,
        await make({ counter: 122 }),
        await make({ counter: 122, useNumber: 2 }),
        await make({ voucher: another }),
        await make({ counter: 120, voucher: another }),
      ],
    },
  };
}

async function earnTarget(genuine: Bytes): Promise<Target> {
  const terminal = await world.terminalSigner();
  const { state } = await verifyAtWallet(genuine, EMPTY_WALLET, world.walletPolicy, clock);
  return {
    name: 'earnReceipt',
    verifier: 'wallet',
    genuine,
    required: requiredOf(EARN_RECEIPT),
    signer: world.terminalKey,
    certificates: await otherTerminalCertificates(),
    judge: atWallet(EMPTY_WALLET),
    again: {
      judge: atWallet(state),
      messages: [genuine, await makeEarnReceipt(world.earnReceipt, terminal)],
    },
  };
}

async function redemptionTarget(genuine: Bytes): Promise<Target> {
  const terminal = await world.terminalSigner();
  const { state } = await verifyAtWallet(genuine, EMPTY_WALLET, world.walletPolicy, clock);
  return {
    name: 'redemptionReceipt',
    verifier: 'wallet',
    genuine,
    required: requiredOf(REDEMPTION_RECEIPT),
    signer: world.terminalKey,
    certificates: await otherTerminalCertificates(),
    judge: atWallet(EMPTY_WALLET),
    again: {
      judge: atWallet(state),
      messages: [genuine, await makeRedemptionReceipt(world.redemptionReceipt, terminal)],
    },
  };
}

/** The terminal has shown the request that the sample answers. */
export const ASKING_TERMINAL: ReplayStore = rememberChallenge(
  EMPTY_REPLAY_STORE,
  { nonce: world.NONCE, request: { messageId: world.payment.requestId, points: world.payment.points } },
  0,
);

async function paymentTarget(genuine: Bytes): Promise<Target> {
  const device = await world.deviceSigner({ allowance: world.ALLOWANCE });
  const richer = { ...world.ALLOWANCE, cumulative: 90_000 };
  const certificates = [
    (await world.deviceSigner({ allowance: richer })).certificate,
    (await world.deviceSigner({ allowance: world.ALLOWANCE, expiresAtS: world.NOW_S })).certificate,
    (await world.deviceSigner({ allowance: world.ALLOWANCE, assurance: 'soft' })).certificate,
  ];
  const { state } = await verifyAtTerminal(genuine, ASKING_TERMINAL, PAY_POLICY, clock);
  const make = (change: Partial<Payment>): Promise<Bytes> =>
    makePayment({ ...world.payment, ...change }, device);
  return {
    name: 'payment',
    verifier: 'terminal',
    genuine,
    required: requiredOf(PAYMENT),
    signer: world.deviceKey,
    certificates,
    judge: atTerminal(ASKING_TERMINAL),
    again: {
      judge: atTerminal(state),
      messages: [
        genuine,
        await make({ counter: 123, cumulative: 700 }),
        await make({ counter: 123 }),
        await make({ cumulative: 700 }),
        await make({ counter: 1, cumulative: 250 }),
      ],
    },
  };
}

const PAYMENTS: PaymentState = {
  payments: new Map([[hexFromBytes(world.payReceipt.paymentId), 250]]),
  voidable: new Map([
    [hexFromBytes(world.voidReceipt.voidedId), { merchantId: world.MERCHANT_ID, points: 250 }],
  ]),
  answers: new Map(),
};

async function payReceiptTarget(genuine: Bytes): Promise<Target> {
  const terminal = await payTerminal();
  const { state } = await verifyPaymentAnswer(genuine, PAYMENTS, world.walletPolicy, clock);
  const again = await makePayReceipt(
    { ...world.payReceipt, sequence: world.payReceipt.sequence + 7 },
    terminal,
  );
  return {
    name: 'payReceipt',
    verifier: 'payment answer',
    genuine,
    required: requiredOf(PAY_RECEIPT),
    signer: world.terminalKey,
    certificates: await otherTerminalCertificates(),
    judge: atPayer(PAYMENTS),
    again: { judge: atPayer(state), messages: [genuine, again] },
  };
}

async function voidTarget(genuine: Bytes): Promise<Target> {
  const { state } = await verifyPaymentAnswer(genuine, PAYMENTS, world.walletPolicy, clock);
  return {
    name: 'voidReceipt',
    verifier: 'payment answer',
    genuine,
    required: requiredOf(VOID_RECEIPT),
    signer: world.terminalKey,
    certificates: await otherTerminalCertificates(),
    judge: atPayer(PAYMENTS),
    again: { judge: atPayer(state), messages: [genuine] },
  };
}

function requestTarget<T>(name: MessageName, genuine: Bytes, schema: MessageSchema<T>): Target {
  return {
    name,
    verifier: 'request',
    genuine,
    required: requiredOf(schema),
    signer: world.terminalKey,
    judge: async (input) => {
      const verdict = await verifyRequestAtWallet(input, world.walletPolicy, clock);
      if (verdict.kind !== 'refused') return { accepted: true, ...STATELESS };
      return { accepted: false, ...STATELESS, refusal: verdict.refusal.kind };
    },
  };
}

function payTerminal(): Promise<CertifiedSigner> {
  return world.terminalSigner({ permissions: ['earn', 'redeem', 'pay', 'void'] });
}

async function otherTerminalCertificates(): Promise<readonly Bytes[]> {
  const caps = { pointsPerReceipt: 1e9, pointsPerDay: 1e9, valuePerDayMinor: 1e9 };
  const others = [{ caps }, { expiresAtS: world.NOW_S - 1 }, { permissions: [] }];
  return Promise.all(others.map(async (change) => (await world.terminalSigner(change)).certificate));
}

function certificateTarget<T>(
  name: MessageName,
  genuine: Bytes,
  schema: MessageSchema<T>,
): Pick<Target, 'name' | 'verifier' | 'genuine' | 'required' | 'signer'> {
  return { name, verifier: name, genuine, required: requiredOf(schema), signer: world.merchantSigner };
}

function requiredOf<T>(schema: MessageSchema<T>): readonly Place[] {
  const fields = Object.values(schema.fields) as readonly (Place & { readonly optional: boolean })[];
  return fields.filter(({ optional }) => !optional);
}

type Verifier = (
  bytes: Bytes,
) => Promise<{ readonly ok: boolean; readonly error?: { readonly kind: RefusalKind } }>;

function plain(verify: Verifier): Judge {
  return async (input) => {
    const bytes = typeof input === 'string' ? bytesFromCode(input) : ok(input);
    const result = bytes.ok ? await verify(bytes.value) : bytes;
    const refusal = 'error' in result ? result.error?.kind : undefined;
    return { accepted: result.ok, ...STATELESS, ...(refusal === undefined ? {} : { refusal }) };
  };
}

function atTerminal(state: ReplayStore): Judge {
  return async (input) => {
    const watched = watch(state);
    const outcome = await verifyAtTerminal(input, watched.state, PAY_POLICY, clock);
    const { verdict } = outcome;
    return {
      accepted: verdict.kind === 'accepted_provisional' || verdict.kind === 'amount_needed',
      touched: watched.touched(),
      changed: outcome.state !== watched.state,
      ...(verdict.kind === 'refused' ? { refusal: verdict.refusal.kind } : {}),
    };
  };
}

function atPayer(state: PaymentState): Judge {
  return async (input) => {
    const watched = watch(state);
    const { verdict, state: after } = await verifyPaymentAnswer(
      input,
      watched.state,
      world.walletPolicy,
      clock,
    );
    return {
      accepted: verdict.kind === 'paid' || verdict.kind === 'voided',
      touched: watched.touched(),
      changed: after !== watched.state,
      ...('refusal' in verdict ? { refusal: verdict.refusal.kind } : {}),
    };
  };
}

function atWallet(state: WalletState): Judge {
  return async (input) => {
    const watched = watch(state);
    const outcome = await verifyAtWallet(input, watched.state, world.walletPolicy, clock);
    const { verdict } = outcome;
    return {
      accepted: ['earned', 'redeemed', 'redemption_refused'].includes(verdict.kind),
      touched: watched.touched(),
      changed: outcome.state !== watched.state,
      ...('refusal' in verdict ? { refusal: verdict.refusal.kind } : {}),
    };
  };
}

export function watch<T extends object>(state: T): { readonly state: T; readonly touched: () => boolean } {
  let touched = false;
  const seen = <R>(result: R): R => {
    touched = true;
    return result;
  };
  const proxy = new Proxy(state, {
    get: (target, key) => seen(Reflect.get(target, key)),
    has: (target, key) => seen(Reflect.has(target, key)),
    ownKeys: (target) => seen(Reflect.ownKeys(target)),
    set: () => seen(false),
  });
  return { state: proxy, touched: () => touched };
}
