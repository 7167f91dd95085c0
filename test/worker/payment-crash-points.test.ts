import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CounterTill,
  type CounterWallet,
  memberWhoBought,
  pairedCounterTill,
  settle,
} from '../support/counter.ts';
import { tryEveryCrashPoint } from '../support/crash-points.ts';
import { type TestServer, openTestServer } from '../support/test-server.ts';
import { good } from '../support/test-wallet.ts';

/** Each point has a counter of its own, with both workers and the server. */
const LIMIT_MS = 240_000;
const SALE = { lines: [{ amountMinor: 500, category: 'fiction' }] };

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

interface Trial {
  readonly till: CounterTill;
  readonly customer: CounterWallet;
  readonly request: string;
  readonly code: string;
}

async function build(): Promise<Trial> {
  // One address may call 300 times a minute.
  server.clock.advance(60_000);
  const till = await pairedCounterTill(server, 'book-harbour');
  const member = { programmeId: 'book-harbour', category: 'fiction', totalMinor: 8_000 };
  const customer = await memberWhoBought(server, till, member);
  await settle(till);
  till.line.state = 'down';
  customer.line.state = 'down';
  const request = good(await till.api.requestPayment(SALE, 100)).code.text;
  return { till, customer, request, code: '' };
}

describe('a crash at any request to IndexedDB', () => {
  it(
    'of the wallet leaves a payment with its numbers, or no payment and no number used',
    async () => {
      const points = await tryEveryCrashPoint<Trial>({
        build,
        operate: async ({ customer, request }) =>
          good(await customer.wallet.api.confirmPayment(request, 'en')),
        reopen: async (trial) => ({
          ...trial,
          customer: { ...trial.customer, wallet: trial.customer.wallet.restart() },
        }),
        check: async ({ customer, request }, completed) => {
          const { payments, meta, counters } = customer.wallet.stores;
          const rows = await payments.all();
          const mark = await meta.get('spending');
          expect(rows).toHaveLength(mark === undefined ? 0 : 1);
          if (completed) expect(rows).toHaveLength(1);
          if (rows[0] !== undefined) {
            expect(mark).toMatchObject({ cumulative: 100 });
            expect(await counters.last('device')).toBe(rows[0].content.counter);
          }
          const shown = good(await customer.wallet.api.confirmPayment(request, 'en'));
          expect(await payments.all()).toHaveLength(1);
          expect((await meta.get('spending'))?.cumulative).toBe(100);
          expect(shown.ask.points).toBe(100);
        },
      });
      expect(points).toBeGreaterThan(8);
    },
    LIMIT_MS,
  );

  it(
    'of the till leaves what was spent, the nonce used and the receipt, or none of them',
    async () => {
      const points = await tryEveryCrashPoint<Trial>({
        build: async () => {
          const trial = await build();
          return {
            ...trial,
            code: good(await trial.customer.wallet.api.confirmPayment(trial.request, 'en')).code.text,
          };
        },
        operate: async ({ till, code }) => {
          good(await till.api.readCode(code, SALE));
        },
        reopen: async (trial) => ({ ...trial, till: trial.till.restart() }),
        check: async ({ till, code }, completed) => {
          const { records } = await till.api.findRecords({ text: '', filter: 'all', limit: 1 });
          const [record] = records;
          const taken = record?.kind === 'pay';
          if (completed) expect(taken).toBe(true);
          const { devices } = await till.stores.store.read(({ replay }) => replay.load('another process'));
          const spent = Object.values(devices).filter((device) => device.spent !== undefined);
          expect(spent.map((device) => [device.spent?.cumulative, device.stretch?.points])).toEqual(
            taken ? [[100, 100]] : [],
          );
          const again = await till.api.readCode(code, SALE);
          if (taken) expect(again).toMatchObject({ value: { kind: 'repeat' } });
          else expect(again).toMatchObject({ error: { kind: 'challenge_mismatch' } });
        },
      });
      expect(points).toBeGreaterThan(8);
    },
    LIMIT_MS,
  );
});
