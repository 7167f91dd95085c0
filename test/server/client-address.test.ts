// Who is counted by a limit by address, with and without the operator's proxies in front.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { createApp } from '#server/app.ts';
import { addressKey } from '#server/http/client-address.ts';
import { parseServerOptions } from '#server/options.ts';
import { openTestServer, ORIGIN, random, type TestServer } from '../support/test-server.ts';

const PROXY = '10.0.0.7';
let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

interface Asked {
  readonly peer?: string;
  readonly forwarded?: string;
}

/** The app of one process, asked as over a connection from a peer. */
function openApp(trustedProxies?: number) {
  const { db, keys, state, clock } = server;
  const front = trustedProxies === undefined ? {} : { trustedProxies };
  const app = createApp({ db, keys, clock, random, state, log: () => undefined, ...front });
  return async (path: string, method: string, { peer = PROXY, forwarded }: Asked): Promise<number> => {
    const headers: HeadersInit = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    const env = { incoming: { socket: { remoteAddress: peer } } };
    return (await app.request(ORIGIN + path, { method, headers }, env)).status;
  };
}

/** Calls until they are refused, and whether somebody else is then refused as well. */
async function isShared(trustedProxies: number | undefined, one: Asked, other: Asked): Promise<boolean> {
  const ask = openApp(trustedProxies);
  for (let call = 0; call < 300; call += 1) expect(await ask(ROUTES.health, 'GET', one)).toBe(200);
  expect(await ask(ROUTES.health, 'GET', one)).toBe(429);
  return (await ask(ROUTES.health, 'GET', other)) === 429;
}

test.each([
  {
    what: 'two phones behind one proxy',
    trusted: 1,
    one: '203.0.113.1',
    other: '203.0.113.2',
    shared: false,
  },
  {
    what: 'words of the client',
    trusted: 1,
    one: '198.51.100.1, 203.0.113.1',
    other: '198.51.100.2, 203.0.113.1',
    shared: true,
  },
  {
    what: 'two phones behind two proxies',
    trusted: 2,
    one: '203.0.113.1, 10.0.0.8',
    other: '203.0.113.2, 10.0.0.8',
    shared: false,
  },
  {
    what: 'the outer proxy of two',
    trusted: 2,
    one: '203.0.113.1, 10.0.0.8',
    other: '203.0.113.1, 10.0.0.9',
    shared: true,
  },
  {
    what: 'an address with its port',
    trusted: 1,
    one: '203.0.113.1:4000',
    other: '203.0.113.1:4001',
    shared: true,
  },
  {
    what: 'a household of IPv6',
    trusted: 1,
    one: '2001:db8:1:2::1',
    other: '2001:DB8:1:2:ffff::9',
    shared: true,
  },
  {
    what: 'two households of IPv6',
    trusted: 1,
    one: '2001:db8:1:2::1',
    other: '[2001:db8:1:3::1]:4000',
    shared: false,
  },
  { what: 'fewer entries than proxies', trusted: 2, one: '203.0.113.1', other: '203.0.113.2', shared: true },
  { what: 'what is no address', trusted: 1, one: 'unknown', other: 'x'.repeat(4000), shared: true },
  { what: 'no header', trusted: 1, one: undefined, other: '', shared: true },
  { what: 'the header unasked', trusted: undefined, one: '203.0.113.1', other: '203.0.113.2', shared: true },
])('$what, $trusted trusted: one limit for both is $shared', async ({ trusted, one, other, shared }) => {
  const asked = (forwarded: string | undefined) => (forwarded === undefined ? {} : { forwarded });
  expect(await isShared(trusted, asked(one), asked(other))).toBe(shared);
});

test('without a proxy peers are told apart, IPv6 by its /64', async () => {
  expect(await isShared(undefined, { peer: '203.0.113.1' }, { peer: '203.0.113.2' })).toBe(false);
  expect(await isShared(undefined, { peer: '::ffff:203.0.113.1' }, { peer: '::ffff:203.0.113.2' })).toBe(
    false,
  );
  expect(await isShared(undefined, { peer: '2001:db8::1' }, { peer: '2001:db8::2' })).toBe(true);
});

test.each([ROUTES.recovery, ROUTES.recoveryByPasskey])(
  '%s: ten tries for each phone behind the proxy, not for all of them together',
  async (path) => {
    const ask = openApp(1);
    const statuses = async (forwarded: string) => {
      const found: number[] = [];
      for (let call = 0; call < 11; call += 1) found.push(await ask(path, 'POST', { forwarded }));
      return found.map((status) => status === 429);
    };
    const ten = [...Array.from({ length: 10 }, () => false), true];
    expect(await statuses('203.0.113.1')).toEqual(ten);
    expect(await statuses('203.0.113.2')).toEqual(ten);
  },
);

test.each([
  ['203.0.113.1', '203.0.113.1'],
  ['::ffff:203.0.113.1', '203.0.113.1'],
  ['::FFFF:cb00:7101', '203.0.113.1'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::/64'],
  ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
  ['local', 'local'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test('the number of proxies comes from the option or the environment; nonsense is refused', () => {
  const proxies = (args: string[], environment = {}) => {
    const parsed = parseServerOptions(args, environment);
    return parsed.ok ? parsed.value.trustedProxies : parsed.error.kind;
  };
  expect(proxies([])).toBe(undefined);
  expect(proxies(['--trusted-proxies', '1'])).toBe(1);
  expect(proxies([], { TRUSTED_PROXIES: '2' })).toBe(2);
  expect(proxies(['--trusted-proxies', '0'], { TRUSTED_PROXIES: '2' })).toBe(0);
  for (const wrong of ['-1', '1.5', '9', 'one', ''])
    expect(proxies([`--trusted-proxies=${wrong}`])).toBe('usage');
});
