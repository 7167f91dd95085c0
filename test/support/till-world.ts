// A small world around one till: a server and a merchant with real keys, a customer's phone with a real key, and the
// till's whole worker over a database in memory. Only clock, randomness and network are not the real ones.
import { base64FromBytes, bytesFromBase64, hexFromBytes } from '#base/bytes.ts';
import type { Bytes } from '#base/bytes.ts';
import type { CatalogueReply } from '#api/catalogue.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { makeDeviceCertificate } from '#protocol/device-certificate.ts';
import { makePass } from '#protocol/member-pass.ts';
import type { TerminalCertificate, TrustList, Voucher } from '#protocol/messages.ts';
import { makePresentation } from '#protocol/presentation.ts';
import { type Signer, withCertificate } from '#protocol/signer.ts';
import { makeTerminalCertificate } from '#protocol/terminal-certificate.ts';
import { makeTrustList } from '#protocol/trust-list.ts';
import { makeVoucher } from '#protocol/voucher.ts';
import { createCashierDatabase } from '#storage/cashier-database.ts';
import { type CashierStores, createCashierStores } from '#storage/cashier-stores.ts';
import { type CashierWorker, composeCashier } from '#worker/cashier/compose.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { freshDatabaseName } from './memory-database.ts';
import { newSigner, systemRandom } from './test-device.ts';

export const START_MS = 1_795_348_800_000;
const DAY_S = 86_400;
export const MERCHANT_ID: Bytes = new Uint8Array(8).fill(0xa1);
export const MEMBER_ID: Bytes = new Uint8Array([0x7f, 0x3a, 0x91, 0xc2, 1, 2, 3, 4]);

/** Time that stands still until the test moves it. */
export interface TestClock {
  nowMs: () => number;
  monotonicMs: () => number;
  dayStartMs: (nowMs: number) => number;
  advance: (ms: number) => void;
}

export interface TillWorld {
  readonly clock: TestClock;
  readonly trustList: TrustList;
  readonly phone: Signer;
  readonly network: TestNetwork;
  readonly openTill: (name?: string) => TestTill;
  readonly passCode: (change?: { readonly counter?: number; readonly issuedAtS?: number }) => Promise<string>;
  readonly voucher: (change?: Partial<Voucher>) => Promise<Bytes>;
  readonly presentationCode: (
    voucher: Bytes,
    change?: { readonly merchantId?: Bytes; readonly issuedAtS?: number },
  ) => Promise<string>;
}

export interface TestTill extends CashierWorker {
  readonly name: string;
  readonly stores: CashierStores;
  readonly close: () => void;
}

/** What the server does with the till's calls; a test may change it. */
export interface TestNetwork {
  up: boolean;
  certificate: Partial<TerminalCertificate>;
  syncBodies: unknown[];
  answerSync: (body: { readonly cursor: number; readonly records: readonly { id: string }[] }) => unknown;
  answerPairing: (() => Response) | undefined;
}

export async function createTillWorld(): Promise<TillWorld> {
  const [server, merchant, phone] = await Promise.all([newSigner(), newSigner(), newSigner()]);
  const clock = createTestClock();
  const trustList = trustListOf(merchant, nowSOf(clock));
  const network: TestNetwork = {
    up: true,
    certificate: {},
    syncBodies: [],
    answerSync: (body) => acceptAll(body, clock.nowMs()),
    answerPairing: undefined,
  };
  const reply = await catalogueReplyOf(trustList, server, clock.nowMs());
  const fetch = createFetch({ network, reply, merchant, clock });
  return {
    clock,
    trustList,
    phone,
    network,
    openTill: (name = freshDatabaseName()) => openTillOver(clock, fetch, name),
    ...createCustomer({ server, merchant, phone, clock }),
  };
}

function openTillOver(clock: TestClock, fetch: ReturnType<typeof createFetch>, name: string): TestTill {
  const db = createCashierDatabase(name);
  const stores = createCashierStores(db);
  const around = {
    clock,
    random: systemRandom,
    timers: { after: () => () => undefined },
    exclusive: createLockExclusive(undefined),
    fetch,
    origin: 'https://tessera.test',
    storageView: async () => ({ persisted: 'unknown' as const }),
  };
  const worker = composeCashier({ around, stores, changed: () => undefined });
  return { ...worker, name, stores, close: () => db.close() };
}

interface Keys {
  readonly server: Signer;
  readonly merchant: Signer;
  readonly phone: Signer;
  readonly clock: TestClock;
}

/** What the customer's phone shows, and what the server has issued to it. */
function createCustomer({
  server,
  merchant,
  phone,
  clock,
}: Keys): Pick<TillWorld, 'passCode' | 'voucher' | 'presentationCode'> {
  let counter = 0;
  return {
    passCode: async (change = {}) => {
      const issuedAtS = nowSOf(clock);
      const certificate = await makeDeviceCertificate(
        {
          memberId: MEMBER_ID,
          issuedAtS: issuedAtS - DAY_S,
          expiresAtS: issuedAtS + 6 * DAY_S,
          deviceKey: phone.publicKey,
          assurance: 'non_extractable',
          tiers: [{ programmeNumber: 1, rank: 2 }],
        },
        server,
      );
      const pass = { issuedAtS, counter: (counter += 1), ...change };
      return codeFromBytes(await makePass(pass, withCertificate(phone, certificate)));
    },
    voucher: (change = {}) =>
      makeVoucher(
        {
          merchantId: MERCHANT_ID,
          voucherId: new Uint8Array(12).fill(0xc1),
          expiresAtS: nowSOf(clock) + 30 * DAY_S,
          holderKey: phone.publicKey,
          kind: 'fixed',
          value: 1_500,
          minSpendMinor: 10_000,
          title: '15 off your next order',
          offlinePolicy: 1,
          ...change,
        },
        merchant,
      ),
    presentationCode: async (voucher, change = {}) => {
      const shown = {
        merchantId: MERCHANT_ID,
        issuedAtS: nowSOf(clock),
        counter: (counter += 1),
        useNumber: 1,
      };
      return codeFromBytes(await makePresentation({ ...shown, voucher, ...change }, phone));
    },
  };
}

function trustListOf(merchant: Signer, nowS: number): TrustList {
  return {
    issuedAtS: nowS - DAY_S,
    expiresAtS: nowS + 29 * DAY_S,
    version: 1,
    merchants: [
      {
        merchantId: MERCHANT_ID,
        name: 'Novin Charm',
        slug: 'novin-charm',
        rootKeys: [merchant.publicKey],
        revoked: false,
        statusListNumber: 0,
        currency: { code: 'EUR', exponent: 2 },
      },
    ],
  };
}

function nowSOf(clock: TestClock): number {
  return Math.floor(clock.nowMs() / 1_000);
}

/** A till that has been paired and now stands offline. */
export async function openPairedTill(world: TillWorld, name?: string): Promise<TestTill> {
  const till = world.openTill(name);
  world.network.up = true;
  const paired = await till.api.pair('ABCD2345', 'Front desk');
  if (!paired.ok) throw new Error(`pairing failed: ${paired.error.kind}`);
  await till.driver.now();
  world.network.up = false;
  return till;
}

function createTestClock(): TestClock {
  let nowMs = START_MS;
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    dayStartMs: (atMs) => atMs - (atMs % (DAY_S * 1_000)),
    advance: (ms) => (nowMs += ms),
  };
}

async function catalogueReplyOf(list: TrustList, server: Signer, nowMs: number): Promise<CatalogueReply> {
  return {
    v: 1,
    serverEpoch: '11'.repeat(8),
    now: nowMs,
    serverKey: base64FromBytes(server.publicKey),
    trustList: base64FromBytes(await makeTrustList(list, server)),
    merchants: [
      {
        id: hexFromBytes(MERCHANT_ID),
        slug: 'novin-charm',
        name: 'Novin Charm',
        currency: { code: 'EUR', exponent: 2 },
        categories: ['shoes', 'accessories'],
      },
    ],
    programmes: [
      {
        number: 1,
        definition: { id: 'novin' },
        presentation: { name: { en: 'Novin' } },
        merchants: ['novin-charm'],
      },
    ],
  };
}

interface ServerParts {
  readonly network: TestNetwork;
  readonly reply: CatalogueReply;
  readonly merchant: Signer;
  readonly clock: TestClock;
}

function createFetch({ network, reply, merchant, clock }: ServerParts) {
  return async (url: string, init: RequestInit): Promise<Response> => {
    if (!network.up) throw new TypeError('network is down');
    const now = clock.nowMs();
    if (url.endsWith('/catalogue')) return Response.json({ ...reply, now });
    const body = JSON.parse(new TextDecoder().decode(init.body as Uint8Array));
    if (url.endsWith('/sync')) {
      network.syncBodies.push(body);
      return Response.json(network.answerSync(body));
    }
    if (network.answerPairing !== undefined) return network.answerPairing();
    const terminalKey = bytesFromBase64(body.publicKey);
    if (terminalKey === undefined) return Response.json({ kind: 'bad_request' }, { status: 400 });
    const issuedAtS = Math.floor(now / 1_000);
    const certificate = await makeTerminalCertificate(
      {
        merchantId: MERCHANT_ID,
        issuedAtS,
        expiresAtS: issuedAtS + 89 * DAY_S,
        terminalKey,
        tillNumber: 3,
        permissions: ['earn', 'redeem'],
        caps: { pointsPerReceipt: 5_000, pointsPerDay: 100_000, valuePerDayMinor: 5_000_000 },
        serial: 1,
        ...network.certificate,
      },
      merchant,
    );
    return Response.json({
      v: 1,
      merchantId: hexFromBytes(MERCHANT_ID),
      tillNumber: 3,
      certificate: base64FromBytes(certificate),
      serverEpoch: '11'.repeat(8),
      now,
    });
  };
}

function acceptAll(
  body: { readonly cursor: number; readonly records: readonly { id: string }[] },
  now: number,
) {
  return {
    v: 1,
    serverEpoch: '11'.repeat(8),
    now,
    results: body.records.map(({ id }) => ({ id, status: 'accepted' })),
    changes: [],
    cursor: body.cursor,
    more: false,
  };
}
