// Every preset of the demo catalogue, joined and bought at: what a till states becomes what its rules ask for.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogueReply } from '#api/catalogue.ts';
import { parseMessage } from '#api/parse-message.ts';
import { ROUTES } from '#api/routes.ts';
import { publishedOffers } from '#loyalty/programme/presets/published/offers.ts';
import { ledgerSums, staleBalances } from '../support/books.ts';
import { memberOf, openTill, openWallet } from '../support/shop.ts';
import { inThisProcess, ORIGIN, openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const bytes = (text: string) => new TextEncoder().encode(text);

const OFFERED = [
  ...['copper-cup', 'green-grocer', 'book-harbour'].map((id) => [id, id, []] as const),
  ...publishedOffers().map(({ programme, merchants }) => {
    return [programme.id, merchants[0]!, programme.needs ?? []] as const;
  }),
];

/** What a sale of 400.00 (or 40,000 rials) earns right away; programmes that count other things earn nothing by it. */
const EARNED: Readonly<Record<string, number>> = {
  aadvantage: 2000,
  'alibaba-88': 400,
  'verizon-up': 2,
  nordstrom: 400,
  sephora: 400,
  tapsi: 4,
  alopeyk: 5,
  baman: 8,
};

test('there are 28 of them', () => expect(OFFERED).toHaveLength(28));

test.each(OFFERED)(
  '%s is joined, a purchase at %s is pushed, and the books sum to zero',
  async (id, slug, needs) => {
    const wallet = await openWallet(server);
    const till = await openTill(server, slug);
    const joins = [...needs, id].map((each) => wallet.seal('join', bytes(each)));
    for (const join of await Promise.all(joins)) {
      expect(await wallet.decide(join)).toEqual([{ id: join.id, status: 'accepted' }]);
    }
    const facts = { kind: 'purchase' as const, lines: [{ amountMinor: 40_000, category: 'goods' }] };
    const receipt = await till.sell({ ...memberOf(wallet), facts, totalMinor: 40_000 });
    const earn = await wallet.seal('earn', receipt);
    expect(await wallet.decide(earn)).toEqual([{ id: earn.id, status: 'accepted' }]);

    const balances = (await wallet.changes()).flatMap((change) =>
      change.kind === 'balance' && change.programme === id ? [change.qty] : [],
    );
    if (EARNED[id] !== undefined) expect(Math.max(...balances)).toBe(EARNED[id]);
    expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
    expect(await staleBalances(server.db)).toEqual([]);
    expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
  },
);

test('the catalogue fits the contract, and a phone gets it in less than 64 KiB', async () => {
  // Over a socket the platform would unpack it before we could look.
  const { app } = inThisProcess(server);
  const response = await app.request(`${ORIGIN}${ROUTES.catalogue}`, {
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  const packed = new Uint8Array(await response.arrayBuffer());
  expect(packed.length).toBeLessThan(64 * 1024);
  const plain = await (await app.request(`${ORIGIN}${ROUTES.catalogue}`)).text();
  expect(gzipSync(plain).length).toBeLessThan(64 * 1024);
  expect(parseMessage(catalogueReply, JSON.parse(plain)).ok).toBe(true);
});
