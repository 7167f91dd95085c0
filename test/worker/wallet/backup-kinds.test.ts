// Every kind of record that a wallet can have unsent, through a backup file onto a new phone: the server knows each once.
import 'fake-indexeddb/auto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { bytesFromCode, codeFromBytes } from '#protocol/code.ts';
import type { JournalKind } from '#protocol/journal-message.ts';
import { makePoster } from '#protocol/poster.ts';
import { ledgerSums, staleBalances } from '../../support/books.ts';
import {
  type CounterTill,
  type CounterWallet,
  memberWhoBought,
  pairedCounterTill,
  settle,
} from '../../support/counter.ts';
import { SAMPLE_FILE } from '../../support/sample-file.ts';
import { openTill, type Till } from '../../support/shop.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good, openTestWallet } from '../../support/test-wallet.ts';
import { openLine, walletOn } from '../../support/wallet-line.ts';

const SALE = { lines: [{ amountMinor: 500, category: 'fiction' }] };

let server: TestServer;
let till: CounterTill;
let cup: Till;
let customer: CounterWallet;
let old: TestWallet;
let code: string;
let memberId: string;
beforeAll(async () => {
  server = await openTestServer();
  cup = await openTill(server);
});
afterAll(() => server.close());
beforeEach(async () => {
  // The server takes so many recoveries a minute.
  server.clock.advance(3_600_000);
  till = await pairedCounterTill(server, 'book-harbour');
  const order = { programmeId: 'book-harbour', category: 'fiction', totalMinor: 8_000 };
  customer = await memberWhoBought(server, till, order);
  old = customer.wallet;
  for (const programmeId of ['copper-cup', 'verizon-up', 'green', 'sephora'])
    good(await old.api.join(programmeId));
  ({ code } = await old.api.newRecoveryCode());
  good(await old.api.registerRecoveryCode(code));
  await old.api.syncNow();
  await settle(till);
  memberId = (await old.stores.meta.get('enrolment'))!.memberId!;
  server.clock.advance(1_000);
});
afterEach(async () => {
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(server.db)).toEqual([]);
});

const sellCup = () => cup.sell({ memberId: bytesFromHex(memberId)! });
const scan = async (code: string) => good(await old.api.readCode(code, 'en'));

async function paid(): Promise<string> {
  const request = good(await till.api.requestPayment(SALE, 100)).code.text;
  const reading = good(
    await till.api.readCode(good(await old.api.confirmPayment(request, 'en')).code.text, SALE),
  );
  if (reading.kind !== 'paid') throw new Error(`read as ${reading.kind}`);
  await scan(reading.receipt.code.text);
  return reading.receipt.record.id;
}

interface Act {
  /** With a line, so that the server knows of it. */
  readonly before?: () => Promise<unknown>;
  /** Without one. */
  readonly offline: (before: unknown) => Promise<unknown>;
}

const ACTS: Readonly<Record<JournalKind, Act>> = {
  join: { offline: async () => good(await old.api.join('green-grocer')) },
  earn: { offline: async () => scan(codeFromBytes(await sellCup())) },
  redeem: {
    offline: async () => {
      const voucher = (await old.api.vouchers('en')).find(({ state }) => state === 'live')!;
      const shown = good(await old.api.present(voucher.key, 'en'));
      await scan(codeFromBytes(await cup.redeem(good(bytesFromCode(shown.code.text)))));
    },
  },
  undo: {
    before: async () => {
      const sale = await sellCup();
      await scan(codeFromBytes(sale));
      return sale;
    },
    offline: async (sale) => scan(codeFromBytes(await cup.takeBack(sale as Uint8Array<ArrayBuffer>))),
  },
  claim: {
    offline: async () =>
      good(await old.api.claimReward({ programmeId: 'verizon-up', rewardId: 'stream', intentId: 'one tap' })),
  },
  report: {
    offline: async () => {
      const ride = { programmeId: 'green', action: 'bike_commute', quantity: 7_000, intentId: 'a ride' };
      good(await old.api.reportActivity(ride));
    },
  },
  profile: {
    offline: async () => {
      const day = { month: 5, day: 17, programmeIds: ['sephora'], intentId: 'birthday' };
      good(await old.api.tellBirthday(day));
    },
  },
  pay: { offline: paid },
  void_pay: {
    offline: async () => {
      const reversal = good(
        await till.api.undo(await paid(), { wishId: 'w', reason: 'cashier_mistake' as const }),
      );
      await scan(reversal.code.text);
    },
  },
  visit: {
    offline: async () => {
      const { merchantId } = (await till.stores.till.get('identity'))!;
      const expiresAtS = Math.floor(server.clock.nowMs() / 1_000) + 60;
      const poster = {
        merchantId: bytesFromHex(merchantId)!,
        expiresAtS,
        posterNumber: 1,
        displayName: 'Door',
      };
      await scan(codeFromBytes(await makePoster(poster, await server.keys.merchant(merchantId))));
    },
  },
};

const KINDS = Object.keys(ACTS) as JournalKind[];

async function logOf(member: string): Promise<readonly string[]> {
  const rows = await server.db
    .selectFrom('member_event')
    .select('body')
    .where('member', '=', member)
    .execute();
  return rows.map(({ body }) => JSON.stringify(body)).toSorted();
}

const kindsUnsent = async ({ stores }: TestWallet) =>
  (await stores.outbox.unsent(99)).map(({ kind }) => kind);
const STATED: ReadonlySet<JournalKind> = new Set(['claim', 'report', 'profile']);
/** What only the record itself says: it was then, and a statement is the same record on every phone. */
const said = async ({ stores }: TestWallet) =>
  (await stores.outbox.unsent(99))
    .filter(({ kind }) => kind === 'join' || STATED.has(kind))
    .map(({ id, kind, occurredAtMs }) => [STATED.has(kind) ? id : kind, occurredAtMs])
    .toSorted();
const balancesOn = async ({ api }: TestWallet) =>
  (await api.home('en')).programmes
    .map(({ look, balances }) => [look.programmeId, balances.map(({ qty, pendingQty }) => [qty, pendingQty])])
    .toSorted();
const refusedOn = async ({ api }: TestWallet) =>
  (await api.inbox('en')).filter(({ kind }) => kind === 'refused' || kind === 'conflict');

async function isAtPeace(wallet: TestWallet): Promise<void> {
  expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
  await wallet.api.syncNow();
  expect(await wallet.stores.balances.divergences()).toEqual([]);
  expect(await refusedOn(wallet)).toEqual([]);
}

/** Unsent on a phone that is gone, with what is in its backup put back on another. */
async function broughtOver(kinds: readonly JournalKind[], keepOthers: boolean) {
  const known = new Map<JournalKind, unknown>();
  for (const kind of kinds) known.set(kind, await ACTS[kind].before?.());
  await old.api.syncNow();
  customer.line.state = 'down';
  till.line.state = 'down';
  for (const kind of kinds) {
    // Two events of one second have no order of their own.
    server.clock.advance(1_000);
    await ACTS[kind].offline(known.get(kind));
  }
  expect(await kindsUnsent(old)).toEqual(expect.arrayContaining([...kinds]));
  const { bytes } = good(await old.api.makeBackup({ code }));
  // Posters end, and a phone is not replaced within the minute.
  server.clock.advance(120_000);
  const phone = openTestWallet(walletOn(server, openLine(server)));
  good(await phone.api.recover({ code, keepOthers }));
  const before = await logOf(memberId);
  good(await phone.api.restoreBackup(bytes, code));
  const unsent = await kindsUnsent(phone);
  good(await phone.api.restoreBackup(bytes, code));
  expect(await kindsUnsent(phone)).toEqual(unsent);
  expect(unsent.toSorted()).toEqual((await kindsUnsent(old)).toSorted());
  expect(await said(phone)).toEqual(await said(old));
  await isAtPeace(phone);
  return { phone, before, after: await logOf(memberId) };
}

describe.each([
  ...KINDS.map((kind) => ({ name: kind, kinds: [kind] })),
  { name: 'one of each', kinds: KINDS },
])('unsent: $name', ({ kinds }) => {
  it('is known to the server once, with the old phone shut out', async () => {
    const { phone, before, after } = await broughtOver(kinds, false);
    expect(after.length).toBeGreaterThan(before.length);
    till.line.state = 'up';
    await settle(till);
    await isAtPeace(phone);
    expect(await logOf(memberId)).toEqual(after);
  });

  it('is known to the server once, though the old phone brings it as well', async () => {
    const { phone, before, after } = await broughtOver(kinds, true);
    expect(after.length).toBeGreaterThan(before.length);
    customer.line.state = 'up';
    till.line.state = 'up';
    await isAtPeace(old);
    await settle(till);
    await isAtPeace(phone);
    expect(await logOf(memberId)).toEqual(after);
    expect(await balancesOn(old)).toEqual(await balancesOn(phone));
  });
});

const TABLES = [
  'presentations',
  'memberships',
  'addedProgrammes',
  'hiddenProgrammes',
  'receipts',
  'payments',
  'visits',
  'statements',
] as const;

describe('a disk that is full', () => {
  it.each(TABLES)(
    'at the first of the %s is told as such, and restoring goes on once there is room',
    async (table) => {
      customer.line.state = 'down';
      till.line.state = 'down';
      expect(await old.api.addProgrammeFile(JSON.stringify(SAMPLE_FILE))).toMatchObject({ ok: true });
      for (const kind of KINDS.filter((one) => one !== 'undo')) {
        server.clock.advance(1_000);
        await ACTS[kind].offline(undefined);
      }
      good(await old.api.hideProgramme('green', true));
      const { bytes } = good(await old.api.makeBackup({ code }));
      const phone = openTestWallet(walletOn(server, openLine(server)));
      good(await phone.api.recover({ code, keepOthers: false }));
      const refuse = () => {
        throw new DOMException('no room', 'QuotaExceededError');
      };
      phone.db.table(table).hook('creating', refuse);
      expect(await phone.api.restoreBackup(bytes, code)).toEqual({
        ok: false,
        error: { kind: 'storage_full' },
      });
      phone.db.table(table).hook('creating').unsubscribe(refuse);
      good(await phone.api.restoreBackup(bytes, code));
      await isAtPeace(phone);
      expect(await balancesOn(phone)).toEqual(
        expect.arrayContaining((await balancesOn(old)).map(([id]) => [id, expect.anything()])),
      );
    },
  );
});
