// A server restored from a backup of before a wallet came: it knows neither the device nor its member.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RecordResult } from '#api/sync.ts';
import { type Bytes, bytesFromHex } from '#base/bytes.ts';
import { bytesFromCode, codeFromBytes } from '#protocol/code.ts';
import { createApp } from '#server/app.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { noteErased } from '#server/enrolment/erased-members.ts';
import { onNewEpoch } from '../../support/new-epoch.ts';
import { admin } from '../../support/admin.ts';
import { journalOf, openTill, type Sealed, type Till } from '../../support/shop.ts';
import { forgetMembers } from '../../support/forget-members.ts';
import { clientFor } from '../../support/signed-client.ts';
import { type TestServer, openTestServer, random } from '../../support/test-server.ts';
import { good, openTestWallet } from '../../support/test-wallet.ts';
import { type WalletOnLine, joinedWallet, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(() => server.close());

interface Sold extends WalletOnLine {
  readonly memberId: string;
}

/** A wallet with a sale that it has not sent, and the member id that the receipt names. */
async function walletWithSale(): Promise<Sold> {
  const { wallet, line } = await joinedWallet(server);
  await wallet.api.syncNow();
  const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
  const receipt = await till.sell({ memberId: bytesFromHex(memberId!)! });
  good(await wallet.api.readCode(codeFromBytes(receipt), 'en'));
  return { wallet, line, memberId: memberId! };
}

/** What the wallet's one voucher says when it is shown. */
async function presented({ wallet }: Sold): Promise<Bytes> {
  const [voucher] = await wallet.api.vouchers('en');
  const { code } = good(await wallet.api.present(voucher!.key, 'en'));
  const bytes = bytesFromCode(code.text);
  if (!bytes.ok) throw new Error(bytes.error.kind);
  return bytes.value;
}

/** What the till's records come to at the server as it is now. */
function decideAt(now: TestServer, records: readonly Sealed[]): Promise<readonly RecordResult[]> {
  return journalOf(now, clientFor(now, till.signer)).decide(...records);
}

/** The same shops and tills on a new epoch, and nobody has ever been a customer. */
async function restoreOlderBackup({ line }: Sold, { phones }: { readonly phones: 'known' | 'forgotten' }) {
  const { db } = server;
  if (phones === 'forgotten') await db.deleteFrom('device').where('role', '=', 'wallet').execute();
  await forgetMembers(db);
  line.server = await onNewEpoch(server);
}

it('takes the wallet in again as the member it was, and decides what it had not sent', async () => {
  const sold = await walletWithSale();
  const { wallet, memberId } = sold;
  await restoreOlderBackup(sold, { phones: 'forgotten' });
  await wallet.api.syncNow();
  expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
  expect((await wallet.stores.meta.get('enrolment'))!.memberId).toBe(memberId);
  const [look] = (await wallet.api.home('en')).programmes;
  expect(look!.balances[0]).toMatchObject({ qty: 10, pendingQty: 0 });
});

it('takes the wallet in again as the member it was when its certificate is about to end as well', async () => {
  const sold = await walletWithSale();
  const { wallet, memberId } = sold;
  await restoreOlderBackup(sold, { phones: 'forgotten' });
  server.clock.advance(13.5 * 86_400_000);
  await wallet.api.syncNow();
  expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
  expect((await wallet.stores.meta.get('enrolment'))!.memberId).toBe(memberId);
});

it('tells the wallet of a sale that its till brought before it came back', async () => {
  const sold = await walletWithSale();
  const { wallet, memberId } = sold;
  await wallet.api.syncNow();
  await restoreOlderBackup(sold, { phones: 'forgotten' });
  // The phone has never scanned this one.
  const unseen = await till.sell({ memberId: bytesFromHex(memberId)! });
  const told = [await till.seal('earn', unseen)];
  expect(await decideAt(sold.line.server, told)).toMatchObject([{ status: 'accepted' }]);
  await wallet.api.syncNow();
  await wallet.api.syncNow();
  const [look] = (await wallet.api.home('en')).programmes;
  expect(look!.balances[0]).toMatchObject({ qty: 20, pendingQty: 0 });
});

it('decides on the use of a forgotten voucher when the phone has told of it again, and its undoing after that', async () => {
  const sold = await walletWithSale();
  const { wallet } = sold;
  await wallet.api.syncNow();
  const presentation = await presented(sold);
  const receipt = await till.redeem(presentation);
  const undone = await till.takeBack(receipt);
  await restoreOlderBackup(sold, { phones: 'forgotten' });
  const told = [await till.seal('redeem', presentation, receipt), await till.seal('undo', undone)];
  const again = () => decideAt(sold.line.server, told);
  expect(await again()).toMatchObject([{ status: 'retry' }, { status: 'retry' }]);
  await wallet.api.syncNow();
  await wallet.api.syncNow();
  expect(await again()).toMatchObject([{ status: 'accepted' }, { status: 'accepted' }]);
});

it('honours a voucher by its own signature where it knows the phone but not what the voucher was for', async () => {
  const sold = await walletWithSale();
  const { wallet } = sold;
  await wallet.api.syncNow();
  const presentation = await presented(sold);
  const told = [await till.seal('redeem', presentation, await till.redeem(presentation))];
  await restoreOlderBackup(sold, { phones: 'known' });
  expect(await decideAt(sold.line.server, told)).toMatchObject([{ status: 'accepted' }]);
  const second = await presented(sold);
  const doubled = [await till.seal('redeem', second, await till.redeem(second))];
  expect(await decideAt(sold.line.server, doubled)).toMatchObject([
    { status: 'conflict', code: 'voucher_spent' },
  ]);
});

it('honours a forgotten voucher that counts from a moment after the loss: it came of a clock that was ahead', async () => {
  server.clock.advance(3_600_000);
  const sold = await walletWithSale();
  await sold.wallet.api.syncNow();
  const presentation = await presented(sold);
  const told = [await till.seal('redeem', presentation, await till.redeem(presentation))];
  server.clock.advance(-3_600_000);
  await restoreOlderBackup(sold, { phones: 'known' });
  const decided = await decideAt(sold.line.server, told);
  server.clock.advance(3_600_000);
  expect(decided).toMatchObject([{ status: 'accepted' }]);
});

it('refuses what nobody has told of again within a week', async () => {
  const sold = await walletWithSale();
  const { wallet } = sold;
  await wallet.api.syncNow();
  const presentation = await presented(sold);
  const receipt = await till.redeem(presentation);
  await restoreOlderBackup(sold, { phones: 'forgotten' });
  const told = [await till.seal('redeem', presentation, receipt)];
  const later = { ...sold.line.server.clock, nowMs: () => server.clock.nowMs() + 7 * 86_400_000 };
  const app = createApp({ ...sold.line.server, random, clock: later, log: () => undefined });
  expect(await decideAt({ ...sold.line.server, app, clock: later }, told)).toMatchObject([
    { status: 'rejected', code: 'voucher_unknown' },
  ]);
});

it('does not take an erased member for a forgotten one', async () => {
  const sold = await walletWithSale();
  const { wallet, memberId } = sold;
  await restoreOlderBackup(sold, { phones: 'forgotten' });
  const marks = await server.db
    .selectFrom('status_mark')
    .select('subject')
    .where('kind', '=', 'device')
    .execute();
  await inTransaction(server.db, random, async (tx) => {
    for (const { subject } of marks) await noteErased(tx, subject, 1);
  });
  await wallet.api.syncNow();
  expect((await wallet.stores.meta.get('enrolment'))!.memberId).not.toBe(memberId);
  // Nothing of the old one is shown as if it still counted, and what was not sent is sent in nobody's name.
  expect((await wallet.api.home('en')).programmes).toEqual([]);
  expect(await wallet.api.activity('en')).toEqual([]);
  expect(await wallet.api.vouchers('en')).toEqual([]);
  expect(await wallet.api.inbox('en')).toMatchObject([{ kind: 'erased', read: false }]);
  expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
  expect(await server.db.selectFrom('event').select('id').execute()).toEqual([]);
  // It goes on as somebody else.
  good(await wallet.api.join('copper-cup'));
  await wallet.api.syncNow();
  expect((await wallet.api.home('en')).programmes).toHaveLength(1);
});

it('lets no other phone bring back a member who was erased after the backup had forgotten both', async () => {
  const sold = await walletWithSale();
  const other = openTestWallet(walletOn(server, sold.line));
  good(await sold.wallet.api.approveLink(good(await other.api.startLink('Tablet')).text));
  good(await other.api.takeLink());
  await restoreOlderBackup(sold, { phones: 'forgotten' });
  await sold.wallet.api.syncNow();
  const erased = await admin(server, ['member', 'erase', sold.memberId], { options: { reason: 'asked' } });
  expect(erased).toMatchObject({ code: 0 });
  for (const phone of [other, sold.wallet]) {
    await phone.api.syncNow();
    expect(await phone.api.inbox('en')).toMatchObject([{ kind: 'erased', read: false }]);
    expect((await phone.stores.meta.get('enrolment'))?.memberId).not.toBe(sold.memberId);
    expect((await phone.api.home('en')).programmes).toEqual([]);
  }
  const left = await server.db.selectFrom('device').select('id').where('owner', '=', sold.memberId).execute();
  expect(left).toEqual([]);
});
