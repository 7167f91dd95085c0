// A wallet and a till of a version that the server serves no more, or not yet: they say so, go on selling without it, and lose
// nothing. The line leads their calls to where such a version would send them.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import { freshDatabaseName } from '../support/memory-database.ts';
import { newClient } from '../support/signed-client.ts';
import { good } from '../support/test-wallet.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';
import { openTill, openWallet, type Till, type Wallet } from '../simulation/device.ts';

const DRAFT = { lines: [{ amountMinor: 1_000, category: 'coffee' }] };

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

/** Both have worked with this server before; from now on their calls go to `version`. */
async function counterOf() {
  const line = { version: PROTOCOL_VERSION };
  const carry = async (_: unknown, url: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (init.body instanceof Uint8Array) headers.set('content-length', String(init.body.length));
    const target = url.replace(`/api/v${PROTOCOL_VERSION}/`, `/api/v${line.version}/`);
    return server.app.request(target, { ...init, headers, signal: null });
  };
  const setting = () => ({ name: freshDatabaseName(), trueNowMs: server.clock.nowMs, random, carry });
  const [wallet, till] = [openWallet(setting()), openTill(setting())];
  const shop = await server.db
    .selectFrom('merchant')
    .select('id')
    .where('slug', '=', 'copper-cup')
    .executeTakeFirstOrThrow();
  good(
    await till.api().pair(await createPairingCode({ ...server, random }, { merchantId: shop.id }), 'Till'),
  );
  await till.api().syncNow();
  await wallet.api().syncNow();
  good(await wallet.api().join('copper-cup'));
  await wallet.api().syncNow();
  return { wallet, till, line };
}

async function sell(wallet: Wallet, till: Till): Promise<void> {
  server.clock.advance(60_000);
  const { text } = good(await wallet.api().pass());
  const reading = good(await till.api().readCode(text, DRAFT));
  if (reading.kind !== 'member') throw new Error(JSON.stringify(reading));
  const sold = good(await till.api().recordSale(reading.readingId, DRAFT));
  good(await wallet.api().readCode(sold.code.text, 'en'));
}

describe.each([
  { version: 0, kind: 'upgrade_required' },
  { version: PROTOCOL_VERSION + 1, kind: 'server_outdated' },
])('a client of version $version', ({ version, kind }) => {
  it('is told so, sells on without the server, and sends everything once it is served', async () => {
    const { wallet, till, line } = await counterOf();
    line.version = version;
    for (const sales of [1, 2]) {
      await sell(wallet, till);
      for (const device of [wallet, till])
        expect(await device.api().syncNow()).toMatchObject({ problem: { kind }, unsent: sales });
      server.clock.advance(86_400_000);
    }
    line.version = PROTOCOL_VERSION;
    for (const device of [wallet, till]) {
      const { problem, unsent } = await device.api().syncNow();
      expect({ problem, unsent }).toEqual({ problem: undefined, unsent: 0 });
    }
    const home = await wallet.api().home('en');
    expect(home.programmes).toMatchObject([{ balances: [{ qty: 40, pendingQty: 0 }] }]);
    for (const device of [wallet, till]) device.close();
  });
});

describe('the server', () => {
  it('names the versions that it serves, at every path and in every message', async () => {
    const ask = async (path: string, init?: RequestInit) => {
      const response = await server.app.request(`http://tessera.test${path}`, init);
      return [response.status, ((await response.json()) as { readonly kind: string }).kind];
    };
    expect(await ask('/api/v0/catalogue')).toEqual([400, 'upgrade_required']);
    expect(await ask('/api/v0/any/thing', { method: 'POST', body: 'x' })).toEqual([400, 'upgrade_required']);
    expect(await ask(`/api/v${PROTOCOL_VERSION + 1}/sync`, { method: 'POST' })).toEqual([
      400,
      'server_outdated',
    ]);
    expect(await ask(`/api/v${PROTOCOL_VERSION}/nothing`)).toEqual([404, 'not_found']);
    expect(await ask('/api/vx/nothing')).toEqual([404, 'not_found']);
    const client = await newClient(server);
    const enrol = (v: unknown) =>
      client.post('/api/v1/devices', { v, publicKey: client.publicKey, assurance: 1 });
    expect((await enrol(0)).body).toMatchObject({ kind: 'upgrade_required', at: 'v' });
    expect((await enrol(2)).body).toMatchObject({ kind: 'server_outdated', expected: '1 to 1' });
    expect((await enrol('1')).body).toMatchObject({ kind: 'malformed' });
    expect((await enrol(1)).status).toBe(200);
  });
});
