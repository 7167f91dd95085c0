// A small world around one till: a server and a merchant with real keys, a customer's phone with a real key, and the
// till's whole worker over a database in memory. Only clock, randomness and network are not the real ones.
import type { Bytes } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { makeDeviceCertificate } from '#protocol/device-certificate.ts';
import { makePass } from '#protocol/member-pass.ts';
import type { TrustList, Voucher } from '#protocol/messages.ts';
import { makePresentation } from '#protocol/presentation.ts';
import { type Signer, withCertificate } from '#protocol/signer.ts';
import { makeVoucher } from '#protocol/voucher.ts';
import { type CashierDatabase, createCashierDatabase } from '#storage/cashier-database.ts';
import { type CashierWorker, composeCashier } from '#worker/cashier/compose.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { freshDatabaseName } from './memory-database.ts';
import { type OpenCashierStores, openCashierStores } from './open-stores.ts';
import { newSigner, systemRandom } from './test-device.ts';
import {
  DAY_S,
  MERCHANT_ID,
  type TestNetwork,
  acceptAll,
  catalogueReplyOf,
  createFetch,
} from './till-network.ts';
import { throwBug } from './throw-bug.ts';

export const START_MS = 1_795_348_800_000;
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
  readonly server: Signer;
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
  readonly db: CashierDatabase;
  /** Its repositories are bound to no transaction: for looking at what is on the disk. */
  readonly stores: OpenCashierStores;
  readonly close: () => void;
}

export async function createTillWorld(): Promise<TillWorld> {
  const [server, merchant, phone] = await Promise.all([newSigner(), newSigner(), newSigner()]);
  const clock = createTestClock();
  const trustList = trustListOf(merchant, nowSOf(clock));
  const network: TestNetwork = {
    up: true,
    certificate: {},
    syncBodies: [],
    disowned: [],
    answerSync: (body) => acceptAll(body, clock.nowMs()),
    answerPairing: undefined,
    answerStatus: () => Response.json({ v: 1, lists: [] }),
  };
  const reply = await catalogueReplyOf(trustList, server, clock.nowMs());
  const fetch = createFetch({ network, reply, merchant, clock });
  return {
    clock,
    trustList,
    server,
    phone,
    network,
    openTill: (name = freshDatabaseName()) => openTillOver(clock, fetch, name),
    ...createCustomer({ server, merchant, phone, clock }),
  };
}

function openTillOver(clock: TestClock, fetch: ReturnType<typeof createFetch>, name: string): TestTill {
  const db = createCashierDatabase(name);
  const stores = openCashierStores(db);
  const around = {
    clock,
    random: systemRandom,
    timers: { after: () => () => undefined },
    exclusive: createLockExclusive(undefined),
    onBug: throwBug,
    fetch,
    origin: 'https://tessera.test',
    storageView: async () => ({ persisted: 'unknown' as const }),
  };
  const worker = composeCashier({ around, stores, changed: () => undefined });
  return { ...worker, name, db, stores, close: () => db.close() };
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
  // Pairing has begun a sync of its own: the line stays until both are done.
  while ((await till.connection.view()).syncing) await new Promise((next) => setImmediate(next));
  world.network.up = false;
  await till.connection.silent();
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
