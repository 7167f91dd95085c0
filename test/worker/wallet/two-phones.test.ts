// Two phones of one person: linking, what each comes to know, where a voucher may be shown, shutting one out.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { bytesFromHex } from '#base/bytes.ts';
import type { Fetch } from '#worker/shared/surroundings.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { onNewEpoch } from '../../support/new-epoch.ts';
import { type Till, openTill } from '../../support/shop.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good, openTestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, openLine, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
// The server takes so many links and recoveries a minute.
beforeEach(() => server.clock.advance(60_000));
afterAll(() => server.close());

async function buy(wallet: TestWallet): Promise<void> {
  const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
  good(
    await wallet.api.readCode(codeFromBytes(await till.sell({ memberId: bytesFromHex(memberId!)! })), 'en'),
  );
  await wallet.api.syncNow();
}

/** A wallet with a sale and a live voucher, and a second phone without anything. */
async function twoPhones() {
  const { wallet: first, line: firstLine } = await joinedWallet(server);
  await first.api.syncNow();
  await buy(first);
  const line = openLine(server);
  return { first, firstLine, second: openTestWallet(walletOn(server, line)), line };
}

async function linkedPhones() {
  const phones = await twoPhones();
  const { first, second } = phones;
  good(await first.api.approveLink(good(await second.api.startLink('Tablet')).text));
  good(await second.api.takeLink());
  await first.api.syncNow();
  const other = (await first.api.ownDevices()).devices.find(({ isThis }) => !isThis)!;
  return { ...phones, secondId: other.id };
}

const stateOn = async (wallet: TestWallet) => (await wallet.api.vouchers('en')).map(({ state }) => state);
const voucherOn = async (wallet: TestWallet) => (await wallet.api.vouchers('en'))[0]!.key;
const beansOn = async (wallet: TestWallet) => (await wallet.api.home('en')).programmes[0]!.balances[0]!.qty;

describe('a second phone', () => {
  it('is linked by a code and six digits, knows what the first knows, and both say so', async () => {
    const { first, second } = await twoPhones();
    const code = good(await second.api.startLink('Tablet'));
    expect(good(await second.api.startLink('Tablet'))).toEqual(code);
    expect(await second.api.takeLink()).toMatchObject({ error: { kind: 'link_unknown' } });
    expect(good(await first.api.readLink(code.text))).toEqual({ name: 'Tablet', digits: code.digits });
    expect(good(await first.api.approveLink(code.text))).toMatchObject({ sent: true });
    expect(good(await second.api.takeLink())).toMatchObject({ receipts: 1 });
    await first.api.syncNow();
    expect(await beansOn(second)).toBe(await beansOn(first));
    for (const wallet of [first, second])
      expect(await wallet.api.inbox('en')).toMatchObject([{ kind: 'device_linked', about: 'Tablet' }]);
    const { devices, most } = await second.api.ownDevices();
    expect(devices.map(({ name, isThis }) => [name, isThis])).toEqual([
      ['Tablet', true],
      ['', false],
    ]);
    expect(most).toBe(5);
    await buy(second);
    await first.api.syncNow();
    expect(await beansOn(first)).toBe(await beansOn(second));
    expect(await first.stores.balances.divergences()).toEqual([]);
    // Each has an allowance of its own; all of them together are less than the points.
    const { memberId } = (await first.stores.meta.get('enrolment'))!;
    const rows = await server.db.selectFrom('hold').selectAll().where('member', '=', memberId!).execute();
    expect(rows.reduce((sum, { qty }) => sum + qty, 0)).toBeLessThanOrEqual(await beansOn(first));
  });

  it('brings the answer itself when the first phone has no line', async () => {
    const { first, firstLine, second } = await twoPhones();
    firstLine.state = 'down';
    const { answer, sent } = good(await first.api.approveLink(good(await second.api.startLink('')).text));
    expect(sent).toBe(false);
    expect(good(await second.api.takeLink(answer))).toMatchObject({ receipts: 1 });
    firstLine.state = 'up';
    expect(await first.api.syncNow()).toMatchObject({ unsent: 0 });
    expect(await first.stores.meta.get('pendingLinks')).toEqual([]);
  });

  it('is not linked by any other code, nor when it has a member already', async () => {
    const { first, second } = await twoPhones();
    expect(await first.api.readLink('TESSERA-LINK:AAAA')).toMatchObject({
      error: { kind: 'link_unreadable' },
    });
    good(await second.api.startLink('x'));
    expect(await second.api.takeLink('TESSERA-LINKED:AAAA')).toMatchObject({
      error: { kind: 'link_unreadable' },
    });
    expect(await first.api.startLink('x')).toMatchObject({ error: { kind: 'wallet_in_use' } });
  });
});

describe('a voucher', () => {
  it('is on one phone, moves to the other and back, and can be shown on one of them only', async () => {
    const { first, second, secondId } = await linkedPhones();
    expect([await stateOn(first), await stateOn(second)]).toEqual([['live'], ['elsewhere']]);
    const key = await voucherOn(first);
    expect(good(await first.api.moveVoucher(key, secondId))).toEqual({ state: 'moved' });
    expect(await first.api.present(key, 'en')).toMatchObject({ error: { kind: 'voucher_elsewhere' } });
    await second.api.syncNow();
    expect([await stateOn(first), await stateOn(second)]).toEqual([['elsewhere'], ['live']]);
    const firstId = (await second.api.ownDevices()).devices.find(({ isThis }) => !isThis)!.id;
    good(await second.api.moveVoucher(key, firstId));
    await first.api.syncNow();
    expect([await stateOn(first), await stateOn(second)]).toEqual([['live'], ['elsewhere']]);
    const retired = await server.db
      .selectFrom('status_mark')
      .select('revoked_at')
      .where('kind', '=', 'retired')
      .execute();
    expect(retired.map(({ revoked_at: at }) => at === null)).toEqual([false, false]);
    expect(good(await first.api.present(key, 'en')).code.text).toMatch(/^LW1:/);
    expect(await first.api.moveVoucher(key, secondId)).toMatchObject({ error: { kind: 'voucher_shown' } });
  });

  it('is given up before the server hears of it, and is sent on with the next line', async () => {
    const { first, firstLine, second, secondId } = await linkedPhones();
    const key = await voucherOn(first);
    const stranger = await first.api.moveVoucher(key, 'ab'.repeat(32));
    expect(stranger).toMatchObject({ error: { kind: 'device_unknown' } });
    expect(await stateOn(first)).toEqual(['live']);
    firstLine.state = 'answers get lost';
    expect(good(await first.api.moveVoucher(key, secondId))).toEqual({ state: 'waiting' });
    expect(await stateOn(first)).toEqual(['leaving']);
    expect(await first.api.present(key, 'en')).toMatchObject({ error: { kind: 'voucher_elsewhere' } });
    firstLine.state = 'up';
    await first.api.syncNow();
    await second.api.syncNow();
    expect([await stateOn(first), await stateOn(second)]).toEqual([['elsewhere'], ['live']]);
  });
});

describe('a voucher, when everything is told from the start', () => {
  /** It has come from the first phone, and the second one hears of both places once more. */
  async function toldAgain() {
    const phones = await linkedPhones();
    const { first, second, secondId } = phones;
    const key = await voucherOn(first);
    good(await first.api.moveVoucher(key, secondId));
    await second.api.syncNow();
    const firstId = (await second.api.ownDevices()).devices.find(({ isThis }) => !isThis)!.id;
    const tellAgain = async () => {
      const position = (await second.stores.meta.get('position'))!;
      await second.stores.meta.put('position', { ...position, cursor: 0 });
      await second.api.syncNow();
    };
    return { ...phones, key, firstId, tellAgain };
  }

  it('is where it was', async () => {
    const { second, tellAgain } = await toldAgain();
    await tellAgain();
    expect(await stateOn(second)).toEqual(['live']);
  });

  it('goes where it was sent before', async () => {
    const { first, second, line, key, firstId, tellAgain } = await toldAgain();
    line.state = 'down';
    expect(good(await second.api.moveVoucher(key, firstId))).toEqual({ state: 'waiting' });
    line.state = 'up';
    await tellAgain();
    await first.api.syncNow();
    expect([await stateOn(first), await stateOn(second)]).toEqual([['live'], ['elsewhere']]);
  });
});

describe('a voucher whose move was done and whose answer was lost', () => {
  /** `answer.now`: what the first phone hears instead of the server. */
  async function sentUnheard() {
    const phones = await linkedPhones();
    const { first, firstLine, secondId } = phones;
    const key = await voucherOn(first);
    firstLine.state = 'answers get lost';
    expect(good(await first.api.moveVoucher(key, secondId))).toEqual({ state: 'waiting' });
    firstLine.state = 'up';
    const answer: { now?: (url: string) => Response | undefined } = {};
    const { name } = first.db;
    first.db.close();
    const fetch: Fetch = async (url, init) => answer.now?.(url) ?? firstLine.fetch(url, init);
    return { ...phones, first: openTestWallet({ ...walletOn(server, firstLine), name, fetch }), key, answer };
  }

  const busy = () => new Response('{}', { status: 503 });

  it.each([
    [400, 'upgrade_required'],
    [400, 'malformed'],
    [401, 'not_enrolled'],
    [401, 'bad_signature'],
    [409, 'server_changed'],
    [409, 'voucher_unknown'],
  ])('is on one phone only, though the call again is refused with %i %s', async (status, kind) => {
    const { first, second, answer } = await sentUnheard();
    answer.now = (url) => {
      if (url.endsWith(ROUTES.voucherMove)) return Response.json({ kind }, { status });
      return url.endsWith(ROUTES.sync) ? busy() : undefined;
    };
    await first.api.syncNow();
    await second.api.syncNow();
    expect([await stateOn(first), await stateOn(second)]).toEqual([['leaving'], ['live']]);
    answer.now = () => undefined;
    await first.api.syncNow();
    expect([await stateOn(first), await stateOn(second)]).toEqual([['elsewhere'], ['live']]);
  });

  it('stays on the phone that sent it when it has come back there since', async () => {
    const { first, second, key } = await sentUnheard();
    await second.api.syncNow();
    const firstId = (await second.api.ownDevices()).devices.find(({ isThis }) => !isThis)!.id;
    expect(good(await second.api.moveVoucher(key, firstId))).toEqual({ state: 'moved' });
    await first.api.syncNow();
    await second.api.syncNow();
    expect([await stateOn(first), await stateOn(second)]).toEqual([['live'], ['elsewhere']]);
  });

  it('is where it went on to, though the phone that it was sent to is shut out by then', async () => {
    const { first, second, secondId, answer } = await sentUnheard();
    const third = openTestWallet(walletOn(server, openLine(server)));
    good(await second.api.approveLink(good(await third.api.startLink('Third')).text));
    good(await third.api.takeLink());
    good(await third.api.revokeDevice(secondId));
    await third.api.syncNow();
    answer.now = (url) => (url.endsWith(ROUTES.sync) ? busy() : undefined);
    await first.api.syncNow();
    expect([await stateOn(first), await stateOn(third)]).toEqual([['leaving'], ['live']]);
    answer.now = () => undefined;
    await first.api.syncNow();
    expect([await stateOn(first), await stateOn(third)]).toEqual([['elsewhere'], ['live']]);
  });

  it('is back on the phone that sent it, in a form that tills take, once that phone has shut the other out', async () => {
    const { first, secondId, key } = await sentUnheard();
    good(await first.api.revokeDevice(secondId));
    await first.api.syncNow();
    expect(await stateOn(first)).toEqual(['live']);
    const [row] = await first.stores.vouchers.all();
    const credentials = await server.db
      .selectFrom('credential')
      .select('cose')
      .where('voucher', '=', row!.id)
      .execute();
    expect(credentials.map(({ cose }) => new Uint8Array(cose))).toEqual([new Uint8Array(row!.cose)]);
    expect(good(await first.api.present(key, 'en')).code.text).toMatch(/^LW1:/);
  });
});

describe('a phone that was shut out', () => {
  it('says so, and its vouchers are on the phone that did it', async () => {
    const { first, second, secondId } = await linkedPhones();
    const key = await voucherOn(first);
    good(await first.api.moveVoucher(key, secondId));
    await second.api.syncNow();
    good(await first.api.revokeDevice(secondId));
    expect(await stateOn(first)).toEqual(['live']);
    await second.api.syncNow();
    expect(await second.api.ownDevices()).toMatchObject({ removed: true });
    expect(await first.api.ownDevices()).toMatchObject({ removed: false });
    expect((await first.api.inbox('en')).map(({ kind }) => kind)).toContain('device_revoked');
  });

  it('is not called so any more once a server that has forgotten it answers', async () => {
    const { first, second, secondId, line } = await linkedPhones();
    good(await first.api.revokeDevice(secondId));
    await second.api.syncNow();
    expect(await second.api.ownDevices()).toMatchObject({ removed: true });
    await server.db.updateTable('device').set({ revoked_at: null }).where('id', '=', secondId).execute();
    line.server = await onNewEpoch(server);
    expect(await second.api.syncNow()).not.toHaveProperty('problem');
    expect(await second.stores.meta.get('removed')).toBeUndefined();
  });

  it('is not called so any more once the code has made it a device again', async () => {
    const { first, second, secondId } = await linkedPhones();
    const { code } = await first.api.newRecoveryCode();
    good(await first.api.registerRecoveryCode(code));
    good(await first.api.revokeDevice(secondId));
    await second.api.syncNow();
    await second.stores.keys.remove();
    const again = second.restart();
    good(await again.api.recover({ code, keepOthers: true }));
    expect(await again.api.ownDevices()).toMatchObject({ removed: false });
  });

  /** The server has linked the second phone, which never heard of it and is shut out already. */
  async function shutOutUnheard() {
    const phones = await twoPhones();
    const { first, second, line } = phones;
    good(await first.api.approveLink(good(await second.api.startLink('Tablet')).text));
    await second.api.syncNow();
    line.state = 'answers get lost';
    expect(await second.api.takeLink()).toMatchObject({ error: { kind: 'server_unreachable' } });
    line.state = 'up';
    const { devices } = await first.api.ownDevices();
    good(await first.api.revokeDevice(devices.find(({ isThis }) => !isThis)!.id));
    return phones;
  }

  it('before it knew whose it was can still become somebody', async () => {
    const { second } = await shutOutUnheard();
    await second.api.syncNow();
    good(await second.api.join('copper-cup'));
    expect(await second.api.syncNow()).toMatchObject({ unsent: 0 });
    expect(await second.api.ownDevices()).toMatchObject({ removed: false });
    expect(await beansOn(second)).toBe(0);
  });

  it('before it knew whose it was can be linked again, by a code of another key', async () => {
    const { first, second } = await shutOutUnheard();
    const dead = good(await second.api.startLink('Tablet'));
    expect(await second.api.takeLink()).toMatchObject({ error: { kind: 'revoked' } });
    const fresh = good(await second.api.startLink('Tablet'));
    expect(fresh.text).not.toBe(dead.text);
    good(await first.api.approveLink(fresh.text));
    expect(good(await second.api.takeLink())).toMatchObject({ receipts: 1 });
  });

  it("before it knew whose it was is its owner's again by the recovery code", async () => {
    const { first, second } = await shutOutUnheard();
    const { code } = await first.api.newRecoveryCode();
    good(await first.api.registerRecoveryCode(code));
    await second.api.syncNow();
    expect(good(await second.api.recover({ code, keepOthers: true }))).toMatchObject({ receipts: 1 });
  });
});
