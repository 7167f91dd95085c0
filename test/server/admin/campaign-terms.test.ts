// What a campaign's vouchers promise is what their definition says, but for what the operator says of this campaign.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesFromBase64 } from '#base/bytes.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { voucherFrom } from '#server/push/credential.ts';
import { admin } from '../../support/admin.ts';
import { openWallet, type Wallet } from '../../support/shop.ts';
import { openTestServer, START_MS, type TestServer } from '../../support/test-server.ts';

const DAY_MS = 86_400_000;
const { programme, presentation } = demoCatalogue().find(({ merchant }) => merchant.slug === 'copper-cup')!;
const OFF = { off: { fix: 300 } };
const VOUCHERS = [
  { id: 'days', ...OFF, useIn: { n: 10, u: 'd' } },
  { id: 'season', ...OFF, until: '2026-04-01T00:00:00Z', useIn: { n: 1, u: 'y' } },
  { id: 'endless', ...OFF },
  { id: 'past', ...OFF, until: '2026-01-01T00:00:00Z' },
  { id: 'cake', off: { item: true } },
  { id: 'lounge', off: { access: 'lounge' } },
];

let server: TestServer;
let dir: string;
let wallet: Wallet;
let campaigns = 0;
beforeAll(async () => {
  server = await openTestServer();
  dir = mkdtempSync(path.join(tmpdir(), 'tessera-campaign-'));
  const file = (name: string, content: unknown) => {
    writeFileSync(path.join(dir, name), JSON.stringify(content));
    return path.join(dir, name);
  };
  const definition = { ...programme, id: 'tea', vouchers: [...programme.vouchers!, ...VOUCHERS] };
  const options = {
    texts: file('texts.json', { ...presentation, programme: 'tea' }),
    merchants: 'copper-cup',
  };
  const published = await admin(server, ['programme', 'publish', file('tea.json', definition)], { options });
  expect(published).toMatchObject({ code: 0 });
  wallet = await openWallet(server);
  server.clock.advance(11_000);
  await wallet.decide(await wallet.seal('join', new TextEncoder().encode('tea')));
});
afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

function run(voucher: string, options: { readonly until?: string } = {}) {
  campaigns += 1;
  const given = { options: { name: `campaign-${campaigns}`, ...options } };
  return admin(server, ['voucher', 'campaign', 'tea', voucher], given);
}

/** When the voucher that was given last ends. */
async function endMs(): Promise<number> {
  const given = (await wallet.changes()).filter((change) => change.kind === 'voucher').at(-1)!;
  return voucherFrom(Buffer.from(bytesFromBase64(given.cose)!))!.expiresAtS * 1000;
}

const TEN_DAYS = START_MS + 11_000 + 10 * DAY_MS;
const APRIL = Date.UTC(2026, 3, 1);

test.each([
  ['days', {}, TEN_DAYS],
  ['days', { until: '2026-05-01' }, Date.UTC(2026, 4, 1)],
  ['season', {}, APRIL],
  ['season', { until: '2026-03-20' }, Date.UTC(2026, 2, 20)],
  ['season', { until: '2026-09-01' }, APRIL],
  ['endless', { until: '2026-09-01' }, Date.UTC(2026, 8, 1)],
] as const)('%s with %j ends when it should', async (voucher, options, expectedMs) => {
  const ran = await run(voucher, options);
  expect(ran).toMatchObject({ printed: '1', explained: expect.stringContaining(iso(expectedMs)) });
  expect(iso(await endMs())).toBe(iso(expectedMs));
});

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

test('what is over by its terms is not given', async () => {
  expect(await run('past')).toMatchObject({ code: 1, explained: expect.stringContaining('over already') });
  const later = await run('past', { until: '2026-09-01' });
  expect(later).toMatchObject({ code: 1, explained: expect.stringContaining('over already') });
});

test.each(['cake', 'lounge'])('%s, which takes no money off, is refused in words', async (voucher) => {
  const rows = await server.rowCounts();
  const explained = expect.stringContaining('takes no money off');
  expect(await run(voucher)).toMatchObject({ code: 1, printed: '', explained });
  expect(await server.rowCounts()).toEqual(rows);
});
