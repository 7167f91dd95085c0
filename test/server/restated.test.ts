// A phone that restores another's backup says again, under the same record ids, what that one may have said as well.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { base64FromBytes, bytesFromBase64, hexFromBytes } from '#base/bytes.ts';
import { RECORD_LIMITS } from '#protocol/cbor.ts';
import { JOURNAL_RECORD, makeJournalRecord } from '#protocol/journal-record.ts';
import { type MemberStatement, statementParts } from '#protocol/member-statement.ts';
import { openAs } from '#protocol/open-message.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { createSigner, generateSigningKey } from '#protocol/signer.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { insertMemberDevice } from '#server/enrolment/member-devices.ts';
import { ledgerSums } from '../support/books.ts';
import { payAt } from '../support/counter-payment.ts';
import {
  joinedWallet,
  journalOf,
  memberOf,
  openTill,
  openWallet,
  present,
  type Sealed,
  type Wallet,
} from '../support/shop.ts';
import { clientFor, newWallet } from '../support/signed-client.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

/** A journal of another wallet key, of this member or of a member of its own. */
async function journalBeside(wallet: Wallet, { sameBucket, sister }: Beside) {
  for (;;) {
    const signer = await createSigner(await generateSigningKey({ extractable: false }));
    const id = hexFromBytes(await thumbprint(signer.publicKey));
    const own = hexFromBytes(await thumbprint(wallet.signer.publicKey));
    if ((bucketOf(id) === bucketOf(own)) !== sameBucket) continue;
    const { memberId } = sister ? wallet : await newWallet(server);
    const key = { id, publicKey: signer.publicKey };
    const device = { key, memberId, nowMs: server.clock.nowMs(), assurance: 1 };
    await inTransaction(server.db, random, (tx) => insertMemberDevice(tx, device));
    const client = clientFor(server, signer);
    const seal = async ({ cose, id: recordId }: Sealed): Promise<Sealed> => {
      const opened = openAs(JOURNAL_RECORD, bytesFromBase64(cose)!, RECORD_LIMITS);
      if (!opened.ok) throw new Error(opened.error.kind);
      const place = { epoch: 77, sequence: 1, previous: new Uint8Array(8) };
      const again = await makeJournalRecord({ ...opened.value.value, ...place }, signer);
      return { id: recordId, seq: 1, cose: base64FromBytes(again) };
    };
    return { ...journalOf(server, client, 77), again: seal };
  }
}

interface Beside {
  readonly sameBucket: boolean;
  readonly sister: boolean;
}

describe.each([{ sameBucket: true }, { sameBucket: false }])(
  'the same word under the same id by another key, in its bucket: $sameBucket',
  ({ sameBucket }) => {
    test.each<MemberStatement>([
      { kind: 'report', programmeId: 'green', action: 'bike_commute', quantity: 7_000 },
      { kind: 'claim', programmeId: 'verizon-up', rewardId: 'stream' },
      { kind: 'profile', programmeId: 'sephora', attribute: 'birthday', value: '--05-17' },
    ])('counts once when that is a device of the member ($kind)', async (statement) => {
      const wallet = await openWallet(server);
      await wallet.decide(await wallet.seal('join', new TextEncoder().encode(statement.programmeId)));
      server.clock.advance(1_000);
      const sister = await journalBeside(wallet, { sameBucket, sister: true });
      const record = await wallet.seal(statement.kind, ...statementParts(statement));
      expect(await wallet.decide(record)).toMatchObject([{ status: 'accepted' }]);
      const before = await server.rowCounts();
      const again = await sister.again(record);
      for (const _ of [1, 2]) expect(await sister.decide(again)).toMatchObject([{ status: 'accepted' }]);
      const { member_event: events, ledger } = await server.rowCounts();
      expect({ events, ledger }).toEqual({ events: before['member_event'], ledger: before['ledger'] });
      expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
    });

    test.each(['join', 'earn', 'undo', 'redeem', 'pay', 'void_pay'] as const)(
      'counts once when that is a device of the member (%s)',
      async (kind) => {
        const said = await sayFirst(kind);
        const sister = await journalBeside(said.wallet, { sameBucket, sister: true });
        const before = await countsOf();
        const again = await sister.again(said.record);
        for (const _ of [1, 2]) expect(await sister.decide(again)).toMatchObject([{ status: 'accepted' }]);
        expect(await countsOf()).toEqual(before);
        expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
      },
    );
  },
);

/** What is in members' logs and in the books; points that are set aside for a phone are its member's all the same. */
async function countsOf() {
  const { member_event: events, redemption } = await server.rowCounts();
  const sums = new Map<string, number>();
  for (const { account, amount } of await server.db.selectFrom('ledger').selectAll().execute()) {
    const name = account.replace(/\/held$/u, '');
    sums.set(name, (sums.get(name) ?? 0) + amount);
  }
  return { events, redemption, sums };
}

/** A record of a phone that the server has accepted, of what was done at a till. */
async function sayFirst(
  kind: 'join' | 'earn' | 'undo' | 'redeem' | 'pay' | 'void_pay',
): Promise<{ readonly wallet: Wallet; readonly record: Sealed }> {
  server.clock.advance(8_000);
  const till = await openTill(server, 'book-harbour');
  const wallet = await joinedWallet(server, 'book-harbour');
  server.clock.advance(2_000);
  const facts = { kind: 'purchase' as const, lines: [{ amountMinor: 8_000, category: 'fiction' }] };
  const sale = await till.sell({ ...memberOf(wallet), facts, totalMinor: 8_000 });
  const tell = async (...said: Parameters<Wallet['seal']>) => {
    const record = await wallet.seal(...said);
    expect(await wallet.decide(record)).toMatchObject([{ status: 'accepted' }]);
    return { wallet, record };
  };
  if (kind === 'join') return tell('join', new TextEncoder().encode('copper-cup'));
  const earned = await tell('earn', sale);
  if (kind === 'earn') return earned;
  if (kind === 'undo') return tell('undo', await till.takeBack(sale));
  if (kind === 'redeem') {
    const shown = await present(server, wallet, wallet.voucher, till.merchantId);
    return tell('redeem', shown, await till.redeem(shown));
  }
  const asked = { points: 50, cumulative: 50, counter: 1 };
  const { parts, reversal } = await payAt(server, { till, wallet }, asked);
  const paid = await tell('pay', ...parts);
  return kind === 'pay' ? paid : tell('void_pay', ...parts, reversal);
}

test("a stranger's record under the same id is refused, though it says the same", async () => {
  const wallet = await openWallet(server);
  const record = await wallet.seal('join', new TextEncoder().encode('copper-cup'));
  await wallet.decide(record);
  const stranger = await journalBeside(wallet, { sameBucket: true, sister: false });
  expect(await stranger.decide(await stranger.again(record))).toEqual([
    { id: record.id, status: 'rejected', code: 'id_reused' },
  ]);
});
