// A counter in a test: a paired till, a wallet, and the messages that pass between them, all with real keys.
import { bytesFromBase64, bytesFromHex, base64FromBytes, type Bytes } from '#base/bytes.ts';
import { ROUTES } from '#api/routes.ts';
import type { RecordResult, SyncChange } from '#api/sync.ts';
import { uuidV7 } from '#base/uuid.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import { makeJournalRecord } from '#protocol/journal-record.ts';
import type { EarnReceipt } from '#protocol/messages.ts';
import type { JournalKind } from '#protocol/journal-message.ts';
import { openAs, openMessage } from '#protocol/open-message.ts';
import type { VoidReceipt } from '#protocol/pay-messages.ts';
import { makeVoidReceipt } from '#protocol/pay-receipt.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { makePresentation, PRESENTATION } from '#protocol/presentation.ts';
import { makeRedemptionReceipt } from '#protocol/redemption-receipt.ts';
import { type CertifiedSigner, withCertificate } from '#protocol/signer.ts';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import { newClient, newWallet, type Reply, type SignedClient, type SendOptions } from './signed-client.ts';
import { random, type TestServer } from './test-server.ts';

const NO_PREVIOUS = new Uint8Array(8);

export interface Sealed {
  readonly id: string;
  readonly seq: number;
  readonly cose: string;
}

/** A device with a journal of its own. */
export interface Journal {
  readonly epoch: number;
  readonly seal: (kind: JournalKind, ...parts: Bytes[]) => Promise<Sealed>;
  readonly push: (records: readonly Sealed[], options?: PushOptions) => Promise<Reply>;
  /** Pushes, expects 200, and returns the results. */
  readonly decide: (...records: readonly Sealed[]) => Promise<readonly RecordResult[]>;
  /** Everything this device has not heard, from the beginning. */
  readonly changes: () => Promise<readonly SyncChange[]>;
}

export interface PushOptions extends SendOptions {
  readonly cursor?: number;
  readonly serverEpoch?: string;
}

export function journalOf(server: TestServer, client: SignedClient, epoch = 7): Journal {
  let seq = 0;
  const push: Journal['push'] = (records, { cursor = 0, serverEpoch, ...options } = {}) => {
    const position = { cursor, ...(serverEpoch === undefined ? {} : { serverEpoch }) };
    return client.post(ROUTES.sync, { v: 1, epoch, records, ...position }, options);
  };
  return {
    epoch,
    seal: async (kind, ...parts) => {
      seq += 1;
      const occurredAtMs = server.clock.nowMs();
      const id = uuidV7(occurredAtMs, random.bytes(10));
      const issuedAtS = Math.floor(occurredAtMs / 1000);
      const facts = {
        issuedAtS,
        eventId: id,
        epoch,
        sequence: seq,
        kind,
        parts,
        occurredAtMs,
        previous: NO_PREVIOUS,
      };
      return { id, seq, cose: base64FromBytes(await makeJournalRecord(facts, client.signer)) };
    },
    push,
    decide: async (...records) => {
      const reply = await push(records);
      if (reply.status !== 200)
        throw new Error(JSON.stringify([reply.status, reply.body, server.log.at(-1)]));
      return reply.body['results'] as readonly RecordResult[];
    },
    changes: async () => {
      const reply = await push([]);
      return (reply.body['changes'] as readonly { readonly change: SyncChange }[]).map((each) => each.change);
    },
  };
}

export type Wallet = SignedClient & Journal & { readonly memberId: string };

export async function openWallet(server: TestServer): Promise<Wallet> {
  const client = await newWallet(server);
  return { ...client, ...journalOf(server, client) };
}

/** A wallet whose member has joined the programme, and the credential that the welcome gave it. */
export async function joinedWallet(
  server: TestServer,
  programmeId = 'copper-cup',
): Promise<Wallet & { readonly voucher: Bytes }> {
  const wallet = await openWallet(server);
  await wallet.decide(await wallet.seal('join', new TextEncoder().encode(programmeId)));
  const voucher = (await wallet.changes()).find((change) => change.kind === 'voucher');
  if (voucher?.kind !== 'voucher') throw new Error('joining gave no voucher');
  // Events of one second are ordered by their ids: now and then a sale would stand before the joining.
  server.clock.advance(1_000);
  return { ...wallet, voucher: bytesFromBase64(voucher.cose)! };
}

export interface Till extends SignedClient, Journal {
  readonly merchantId: string;
  readonly tillSigner: CertifiedSigner;
  readonly sell: (sale?: Partial<EarnReceipt>) => Promise<Bytes>;
  readonly redeem: (presentation: Bytes, discountMinor?: number) => Promise<Bytes>;
  /** A receipt that takes another one back: all of it, or these lines. */
  readonly takeBack: (receipt: Bytes, change?: Partial<VoidReceipt>) => Promise<Bytes>;
}

export async function openTill(server: TestServer, slug = 'copper-cup'): Promise<Till> {
  const client = await newClient(server);
  const merchant = await server.db
    .selectFrom('merchant')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  const pairingCode = await createPairingCode({ ...server, random }, { merchantId: merchant.id });
  const message = { v: 1, publicKey: client.publicKey, pairingCode, name: 'Till' };
  const reply = await client.post(ROUTES.terminals, message);
  const tillSigner = withCertificate(client.signer, bytesFromBase64(String(reply.body['certificate']))!);
  let sequence = 0;
  const nowS = () => Math.floor(server.clock.nowMs() / 1000);
  const facts = { kind: 'purchase' as const, lines: [{ amountMinor: 1000, category: 'food' }] };
  return {
    ...client,
    ...journalOf(server, client),
    merchantId: merchant.id,
    tillSigner,
    sell: (sale = {}) => {
      sequence += 1;
      const base = {
        issuedAtS: nowS(),
        sequence,
        facts,
        totalMinor: 1000,
        tillReference: 'R-1',
        previous: NO_PREVIOUS,
      };
      return makeEarnReceipt({ ...base, ...sale }, tillSigner);
    },
    redeem: async (presentation, discountMinor = 200) => {
      sequence += 1;
      const opened = openAs(PRESENTATION, presentation);
      if (!opened.ok) throw new Error(opened.error.kind);
      const presentationId = await messageIdOf(opened.value.sign1);
      const receipt = {
        issuedAtS: nowS(),
        sequence,
        presentationId,
        discountMinor,
        usesLeft: 0,
        previous: NO_PREVIOUS,
      };
      return makeRedemptionReceipt({ ...receipt, result: 'accepted', facts, totalMinor: 1000 }, tillSigner);
    },
    takeBack: async (receipt, change = {}) => {
      sequence += 1;
      const opened = openMessage(receipt);
      if (!opened.ok) throw new Error(opened.error.kind);
      const voidedId = await messageIdOf(opened.value.sign1);
      const undo = { issuedAtS: nowS(), sequence, voidedId, points: 0, previous: NO_PREVIOUS };
      return makeVoidReceipt({ ...undo, reason: 'wrong_amount', ...change }, tillSigner);
    },
  };
}

let counter = 0;

/** The wallet shows its voucher at a merchant. */
export function present(
  server: TestServer,
  wallet: SignedClient,
  voucher: Bytes,
  merchantId: string,
): Promise<Bytes> {
  counter += 1;
  const issuedAtS = Math.floor(server.clock.nowMs() / 1000);
  const shown = { merchantId: bytesFromHex(merchantId)!, issuedAtS, counter, voucher, useNumber: 1 };
  return makePresentation(shown, wallet.signer);
}

export function memberOf(wallet: Wallet): { readonly memberId: Bytes } {
  return { memberId: bytesFromHex(wallet.memberId)! };
}
