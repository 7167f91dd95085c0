import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesFromBase64, hexFromBytes } from '#base/bytes.ts';
import { ROUTES } from '#api/routes.ts';
import { statusReply } from '#api/status.ts';
import { parseMessage } from '#api/parse-message.ts';
import { locateStatus, openStatusList, statusAt } from '#protocol/status-list.ts';
import { openAs } from '#protocol/open-message.ts';
import { DEVICE_CERTIFICATE } from '#protocol/device-certificate.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import { makePoster } from '#protocol/poster.ts';
import { createStatusListMaker } from '#server/spending/status-list.ts';
import { chainFaults } from '#server/spending/terminal-chain.ts';
import { bytesFromHex } from '#base/bytes.ts';
import { admin } from '../support/admin.ts';
import { accountSum, ledgerSums, staleBalances } from '../support/books.ts';
import { newestCertificate, payAt, payWith, receiptFor } from '../support/counter-payment.ts';
import {
  joinedWallet,
  memberOf,
  openTill,
  openWallet,
  present,
  type Till,
  type Wallet,
} from '../support/shop.ts';
import { clientFor } from '../support/signed-client.ts';
import { ORIGIN, openTestServer, type TestServer } from '../support/test-server.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let server: TestServer;
let till: Till;
let wallet: Wallet;
beforeEach(async () => {
  server = await openTestServer();
  till = await openTill(server, 'book-harbour');
  wallet = await joinedWallet(server, 'book-harbour');
  // 80.00 at five pages each: 400 pages.
  const facts = { kind: 'purchase' as const, lines: [{ amountMinor: 8000, category: 'fiction' }] };
  await till.decide(
    await till.seal('earn', await till.sell({ ...memberOf(wallet), facts, totalMinor: 8000 })),
  );
});
afterEach(async () => {
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(server.db)).toEqual([]);
  await server.close();
});

const account = () => `member/${wallet.memberId}/book-harbour/page`;
const held = () => accountSum(server.db, `${account()}/held`);
const free = () => accountSum(server.db, account());

describe('a certificate', () => {
  test('lets a wallet spend half of what it has, reserved in the books first', async () => {
    const { certificate } = await newestCertificate(server, wallet);
    expect(certificate.allowance).toEqual({ perTransaction: 200, cumulative: 200, epoch: 1 });
    expect(certificate.shares).toEqual([{ programmeNumber: 3, points: 200 }]);
    expect(certificate.expiresAtS * 1000).toBe(server.clock.nowMs() + 7 * DAY_MS);
    expect([await held(), await free()]).toEqual([200, 200]);
  });

  test('is not issued anew while it still says what is so', async () => {
    const told = async () =>
      (await wallet.changes()).filter((change) => change.kind === 'certificate').length;
    await wallet.changes();
    const before = await told();
    server.clock.advance(HOUR_MS);
    expect(await told()).toBe(before);
  });

  test('reserves nothing for a key that a script could carry off', async () => {
    const { signer } = wallet;
    await server.db
      .updateTable('device')
      .set({ assurance: 0 })
      .where('owner', '=', wallet.memberId)
      .execute();
    const client = clientFor(server, signer);
    const { body } = await client.post(ROUTES.devices, { v: 1, publicKey: client.publicKey, assurance: 0 });
    const opened = openAs(DEVICE_CERTIFICATE, bytesFromBase64(String(body['certificate']))!);
    if (!opened.ok) throw new Error(opened.error.kind);
    expect(opened.value.value.allowance).toBeUndefined();
    expect(opened.value.value.assurance).toBe('soft');
  });

  test('gives back what it held once it has ended and is settled, and begins a new epoch', async () => {
    await newestCertificate(server, wallet);
    server.clock.advance(10 * DAY_MS + 1);
    const { certificate } = await newestCertificate(server, wallet);
    expect(certificate.allowance).toMatchObject({ epoch: 2, cumulative: 200 });
    expect([await held(), await free()]).toEqual([200, 200]);
  });

  test('of a till lets it take payments, within limits in its own currency', () => {
    const opened = openAs(TERMINAL_CERTIFICATE, till.tillSigner.certificate);
    if (!opened.ok) throw new Error(opened.error.kind);
    expect(opened.value.value).toMatchObject({
      permissions: ['earn', 'redeem', 'pay', 'void'],
      caps: { pointsPerDay: 200_000 },
      risk: { anyTillFaceMinor: 1_000, challengeFaceMinor: 5_000, devicePoints: 500 },
    });
  });
});

describe('a payment', () => {
  test('is spent from what was held, owed to the shop, and known to both sides once', async () => {
    const { parts } = await payAt(server, { till, wallet }, { points: 150, cumulative: 150, counter: 1 });
    expect(await till.decide(await till.seal('pay', ...parts))).toMatchObject([{ status: 'accepted' }]);
    expect([await held(), await free()]).toEqual([50, 200]);
    expect(await wallet.decide(await wallet.seal('pay', ...parts))).toMatchObject([
      { status: 'accepted', code: 'already_known' },
    ]);
    expect(await accountSum(server.db, `merchant-claim/${till.merchantId}/EUR`)).toBe(-150);
    const balances = (await wallet.changes()).filter((change) => change.kind === 'balance');
    expect(balances.at(-1)).toMatchObject({ qty: 250 });
  });

  test('sent twice changes no row', async () => {
    const { parts } = await payAt(server, { till, wallet }, { points: 50, cumulative: 50, counter: 1 });
    const record = await till.seal('pay', ...parts);
    const first = await till.decide(record);
    const rows = await server.rowCounts();
    expect(await till.decide(record)).toEqual(first);
    expect(await server.rowCounts()).toEqual(rows);
  });

  test('leaves room to spend again: the next certificate allows more in the same epoch', async () => {
    const { parts } = await payAt(server, { till, wallet }, { points: 150, cumulative: 150, counter: 1 });
    await till.decide(await till.seal('pay', ...parts));
    const { certificate } = await newestCertificate(server, wallet);
    expect(certificate.allowance).toEqual({ perTransaction: 125, cumulative: 275, epoch: 1 });
    expect([await held(), await free()]).toEqual([125, 125]);
  });

  test('beyond the allowance is the shop’s risk: a conflict, and the member keeps the points', async () => {
    const { parts } = await payAt(server, { till, wallet }, { points: 150, cumulative: 250, counter: 1 });
    expect(await wallet.decide(await wallet.seal('pay', ...parts))).toMatchObject([
      { status: 'conflict', code: 'limit_wallet' },
    ]);
    expect(await till.decide(await till.seal('pay', ...parts))).toMatchObject([
      { status: 'conflict', code: 'limit_wallet' },
    ]);
    expect((await held()) + (await free())).toBe(400);
    expect(await accountSum(server.db, `merchant-claim/${till.merchantId}/EUR`)).toBe(0);
  });

  test('beyond what the till may take in a day is refused its money, and takes no room from a smaller one', async () => {
    await server.db
      .insertInto('terminal_day')
      .values(await dayAlmostFull())
      .onConflict((on) => on.columns(['bucket', 'serial', 'day']).doUpdateSet({ points: 199_960 }))
      .execute();
    const { parts } = await payAt(server, { till, wallet }, { points: 50, cumulative: 50, counter: 1 });
    expect(await till.decide(await till.seal('pay', ...parts))).toMatchObject([
      { status: 'conflict', code: 'limit_terminal' },
    ]);
    const small = await payAt(server, { till, wallet }, { points: 40, cumulative: 90, counter: 2 });
    expect(await till.decide(await till.seal('pay', ...small.parts))).toMatchObject([{ status: 'accepted' }]);
  });

  async function dayAlmostFull() {
    const { bucketOf } = await import('#server/db/bucket.ts');
    const { serial } = await server.db.selectFrom('terminal').select('serial').executeTakeFirstOrThrow();
    const day = Math.floor(server.clock.nowMs() / DAY_MS);
    return { bucket: bucketOf(String(serial)), serial, day, points: 199_960 };
  }

  test('of another till or another device is not this device’s to report', async () => {
    const { parts } = await payAt(server, { till, wallet }, { points: 50, cumulative: 50, counter: 1 });
    const [otherTill, otherWallet] = [await openTill(server, 'book-harbour'), await openWallet(server)];
    expect(await otherTill.decide(await otherTill.seal('pay', ...parts))).toMatchObject([
      { status: 'rejected', code: 'wrong_terminal' },
    ]);
    expect(await otherWallet.decide(await otherWallet.seal('pay', ...parts))).toMatchObject([
      { status: 'rejected', code: 'not_my_presentation' },
    ]);
  });

  test('whose parts do not belong together is refused', async () => {
    const one = await payAt(server, { till, wallet }, { points: 50, cumulative: 50, counter: 1 });
    const two = await payAt(server, { till, wallet }, { points: 50, cumulative: 100, counter: 2 });
    const mixed = [one.parts[0], two.parts[1], two.parts[2]] as const;
    expect(await till.decide(await till.seal('pay', ...mixed))).toMatchObject([
      { status: 'rejected', code: 'parts_disagree' },
    ]);
  });

  test('at a merchant that takes no points is refused', async () => {
    const cup = await openTill(server, 'copper-cup');
    const { parts } = await payAt(server, { till: cup, wallet }, { points: 50, cumulative: 50, counter: 1 });
    expect(await cup.decide(await cup.seal('pay', ...parts))).toMatchObject([
      { status: 'rejected', code: 'points_not_taken' },
    ]);
  });
});

describe('a payment taken back', () => {
  const owed = () => accountSum(server.db, `merchant-claim/${till.merchantId}/EUR`);
  const push = async (...records: Awaited<ReturnType<Till['seal']>>[]) => {
    for (const record of records) await till.decide(record);
  };
  const push1 = async (...records: Awaited<ReturnType<Till['seal']>>[]) =>
    void (await till.decide(...records));
  const orders = [
    ['payment first', push, false],
    ['void first', push, true],
    ['in one push', push1, false],
    ['in one push, void first', push1, true],
  ] as const;

  test.each(orders)('owes nobody anything: %s', async (_, tell, isTurned) => {
    const { parts, reversal } = await payAt(
      server,
      { till, wallet },
      { points: 150, cumulative: 150, counter: 1 },
    );
    const told = [await till.seal('pay', ...parts), await till.seal('void_pay', ...parts, reversal)];
    await tell(...(isTurned ? told.toReversed() : told));
    expect(await owed()).toBe(0);
    expect((await held()) + (await free())).toBe(400);
  });

  test.each(orders)(
    'that was in conflict, and so gave nothing, takes nothing: %s',
    async (_, tell, isTurned) => {
      const { parts, reversal } = await payAt(
        server,
        { till, wallet },
        { points: 150, cumulative: 250, counter: 1 },
      );
      const told = [await till.seal('pay', ...parts), await till.seal('void_pay', ...parts, reversal)];
      await tell(...(isTurned ? told.toReversed() : told));
      expect(await owed()).toBe(0);
      expect((await held()) + (await free())).toBe(400);
    },
  );

  test('on a second receipt for it, which did not count, takes nothing', async () => {
    const { parts } = await payAt(server, { till, wallet }, { points: 150, cumulative: 150, counter: 1 });
    const again = await receiptFor(server, parts, { till, points: 150 });
    await push(
      await till.seal('pay', ...parts),
      await till.seal('pay', parts[0], parts[1], again.receipt),
      await till.seal('void_pay', parts[0], parts[1], again.receipt, again.reversal),
    );
    expect(await owed()).toBe(-150);
  });

  test.each(['till first', 'wallet first'])(
    'gives the points back and clears the claim: %s',
    async (order) => {
      const { parts, reversal } = await payAt(
        server,
        { till, wallet },
        { points: 150, cumulative: 150, counter: 1 },
      );
      const fromTill = [await till.seal('pay', ...parts), await till.seal('void_pay', ...parts, reversal)];
      const fromWallet = [
        await wallet.seal('pay', ...parts),
        await wallet.seal('void_pay', ...parts, reversal),
      ];
      const pushes = [() => till.decide(...fromTill), () => wallet.decide(...fromWallet)];
      for (const push of order === 'till first' ? pushes : pushes.toReversed())
        for (const { status } of await push()) expect(status).toBe('accepted');
      expect((await held()) + (await free())).toBe(400);
      expect(await accountSum(server.db, `merchant-claim/${till.merchantId}/EUR`)).toBe(0);
    },
  );
});

describe('two payments that contradict each other', () => {
  test('are kept as proof, the device is frozen, and its certificate is on the list', async () => {
    const { bytes: certificate, certificate: before } = await newestCertificate(server, wallet);
    const pay = (counter: number) =>
      payWith(server, { till, wallet, certificate }, { points: 100, cumulative: 100, counter });
    const [one, two] = [await pay(1), await pay(1)];
    expect(
      await till.decide(await till.seal('pay', ...one.parts), await till.seal('pay', ...two.parts)),
    ).toMatchObject([{ status: 'accepted' }, { status: 'accepted' }]);
    const proofs = await server.db.selectFrom('equivocation').selectAll().execute();
    expect(proofs).toHaveLength(1);
    expect(await isRevoked(before.statusIndex!)).toBe(true);
    server.clock.advance(4 * DAY_MS);
    const { certificate: after } = await newestCertificate(server, wallet);
    expect(after.allowance).toBeUndefined();
  });

  test('are not two payments that an honest wallet made one after the other, in whatever order they come', async () => {
    const { bytes: certificate } = await newestCertificate(server, wallet);
    const first = await payWith(
      server,
      { till, wallet, certificate },
      { points: 100, cumulative: 100, counter: 4 },
    );
    const second = await payWith(
      server,
      { till, wallet, certificate },
      { points: 60, cumulative: 160, counter: 5 },
    );
    await till.decide(await till.seal('pay', ...second.parts));
    await till.decide(await till.seal('pay', ...first.parts));
    expect(await server.db.selectFrom('equivocation').selectAll().execute()).toEqual([]);
  });
});

async function isRevoked(statusIndex: number): Promise<boolean> {
  const { listNumber, index } = locateStatus(0, statusIndex);
  const response = await server.app.request(ORIGIN + ROUTES.status);
  const reply = parseMessage(statusReply, await response.json());
  if (!reply.ok) throw new Error('no status list');
  const list = await openStatusList(bytesFromBase64(reply.value.lists[listNumber]!.cose)!, [
    server.keys.server.publicKey,
  ]);
  if (!list.ok) throw new Error(list.error.kind);
  return statusAt(list.value, index) === 1;
}

describe('the status list', () => {
  test('is not sent again to who has it, until something is revoked or an hour has passed', async () => {
    const first = await server.app.request(ORIGIN + ROUTES.status);
    const etag = first.headers.get('etag')!;
    const ask = () => server.app.request(ORIGIN + ROUTES.status, { headers: { 'if-none-match': etag } });
    expect((await ask()).status).toBe(304);
    server.clock.advance(HOUR_MS);
    expect((await ask()).status).toBe(200);
  });

  test('has the same tag from every process, though each signs it for itself', async () => {
    const deps = { ...server, log: () => undefined };
    const makers = [createStatusListMaker(deps), createStatusListMaker(deps)] as const;
    const [one, other] = [await makers[0](), await makers[1]()];
    expect(one.etag).toBe(other.etag);
    expect(one.lists).not.toEqual(other.lists);
  });

  test('names a voucher once its last use is taken', async () => {
    const held = (await wallet.changes()).find((change) => change.kind === 'voucher');
    if (held?.kind !== 'voucher') throw new Error('no voucher');
    const credential = bytesFromBase64(held.cose)!;
    const opened = openAs(VOUCHER, credential);
    if (!opened.ok) throw new Error(opened.error.kind);
    const index = opened.value.value.statusIndex!;
    expect(await isRevoked(index)).toBe(false);
    const shown = await present(server, wallet, credential, till.merchantId);
    await till.decide(await till.seal('redeem', shown, await till.redeem(shown, 300)));
    expect(await isRevoked(index)).toBe(true);
  });
});

describe('a voucher that the operator withdraws', () => {
  async function heldVoucher() {
    const held = (await wallet.changes()).find((change) => change.kind === 'voucher');
    if (held?.kind !== 'voucher') throw new Error('no voucher');
    const credential = bytesFromBase64(held.cose)!;
    const opened = openAs(VOUCHER, credential);
    if (!opened.ok) throw new Error(opened.error.kind);
    const { voucherId, statusIndex } = opened.value.value;
    return { credential, id: hexFromBytes(voucherId), place: statusIndex! };
  }

  test('is on the list, once, and stays there when a use of it is taken back', async () => {
    const { credential, id, place } = await heldVoucher();
    const shown = await present(server, wallet, credential, till.merchantId);
    const used = await till.redeem(shown, 300);
    await till.decide(await till.seal('redeem', shown, used));
    const options = { options: { reason: 'printed wrongly' } };
    expect(await admin(server, ['voucher', 'revoke', id], options)).toMatchObject({ code: 0 });
    expect(await admin(server, ['voucher', 'revoke', id])).toMatchObject({ code: 1 });
    const undo = await till.takeBack(used, { reason: 'goods_returned' });
    expect(await till.decide(await till.seal('undo', undo))).toMatchObject([{ status: 'accepted' }]);
    expect(await isRevoked(place)).toBe(true);
  });

  test('is named by an id, and what nobody has is said', async () => {
    const { id } = await heldVoucher();
    const shown = JSON.parse((await admin(server, ['member', 'show', wallet.memberId])).printed);
    expect(shown.vouchers).toMatchObject([{ id }]);
    for (const wrong of ['00'.repeat(12), 'welcome'])
      expect(await admin(server, ['voucher', 'revoke', wrong])).toMatchObject({
        code: 1,
        explained: expect.stringContaining('no voucher'),
      });
  });
});

describe('the chain of a till', () => {
  test('shows a missing number after three days, a fork and a broken link', async () => {
    const gap = await till.seal('earn', await till.sell({ ...memberOf(wallet), sequence: 9 }));
    const fork = await till.seal(
      'earn',
      await till.sell({ ...memberOf(wallet), sequence: 9, totalMinor: 1 }),
    );
    await till.decide(gap, fork);
    expect(await chainFaults(server.db, server.clock.nowMs())).toMatchObject([{ sequence: 9, kind: 'fork' }]);
    server.clock.advance(3 * DAY_MS + 1);
    const kinds = (await chainFaults(server.db, server.clock.nowMs())).map(({ kind }) => kind);
    expect(kinds).toEqual(['gap', 'fork']);
  });
});

describe('a visit by poster', () => {
  async function poster() {
    const merchantId = bytesFromHex(till.merchantId)!;
    const expiresAtS = Math.floor(server.clock.nowMs() / 1000) + 86_400;
    const root = await server.keys.merchant(till.merchantId);
    return makePoster({ merchantId, expiresAtS, posterNumber: 1, displayName: 'Book Harbour' }, root);
  }

  test('counts once a day', async () => {
    const code = await poster();
    const log = () =>
      server.db.selectFrom('member_event').select('id').where('member', '=', wallet.memberId).execute();
    const before = (await log()).length;
    await wallet.decide(await wallet.seal('visit', code));
    expect(await wallet.decide(await wallet.seal('visit', code))).toMatchObject([{ code: 'already_known' }]);
    expect((await log()).length).toBe(before + 1);
    server.clock.advance(DAY_MS);
    await wallet.decide(await wallet.seal('visit', await poster()));
    expect((await log()).length).toBe(before + 2);
  });

  test('is a wallet’s to report', async () => {
    expect(await till.decide(await till.seal('visit', await poster()))).toMatchObject([
      { code: 'wrong_role' },
    ]);
  });
});
