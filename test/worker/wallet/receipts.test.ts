import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, bytesFromHex } from '#base/bytes.ts';
import { bytesFromCode, codeFromBytes } from '#protocol/code.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { PRESENTATION } from '#protocol/presentation.ts';
import { openAs } from '#protocol/open-message.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { makeRedemptionReceipt } from '#protocol/redemption-receipt.ts';
import { DERIVED_TABLES } from '#storage/derived-tables.ts';
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
afterAll(() => server.close());

async function memberOf(wallet: TestWallet): Promise<{ readonly memberId: Bytes }> {
  const { memberId } = (await wallet.stores.meta.get('enrolment'))!;
  return { memberId: bytesFromHex(memberId!)! };
}

/** Everything that is stored and follows from nothing else, as counts. */
async function rows(wallet: TestWallet): Promise<Record<string, number>> {
  const counts = await Promise.all(
    wallet.db.tables
      .filter(({ name }) => !DERIVED_TABLES.has(name))
      .map(async (table) => [table.name, await table.count()] as const),
  );
  return Object.fromEntries(counts);
}

describe('a code that is not a good receipt of this member', () => {
  it('gets its own refusal and changes nothing', async () => {
    const { wallet } = await joinedWallet(server);
    const { wallet: other } = await joinedWallet(server);
    await wallet.api.syncNow();
    const before = await rows(wallet);
    const genuine = await till.sell(await memberOf(wallet));
    const altered = genuine.slice();
    altered[altered.length - 1]! ^= 1;
    const pass = good(await other.api.pass());
    const late = { expiresAtS: Math.floor(server.clock.nowMs() / 1_000) - 1 };
    const codes: readonly (readonly [string, string])[] = [
      ['qr_unknown', 'https://example.org'],
      ['b45_char', 'LW1:ab'],
      ['bad_signature', codeFromBytes(altered)],
      ['code_not_for_wallet', pass.text],
      ['wrong_member', codeFromBytes(await till.sell(await memberOf(other)))],
      ['expired', codeFromBytes(await till.sell(late))],
    ];
    for (const [kind, text] of codes) {
      expect(await wallet.api.readCode(text, 'en')).toEqual({ ok: false, error: { kind } });
    }
    expect(await rows(wallet)).toEqual(before);
  });

  it('scanned twice, is known the second time and counts once, also from two tabs at once', async () => {
    const { wallet } = await joinedWallet(server);
    const code = codeFromBytes(await till.sell(await memberOf(wallet)));
    const reads = await Promise.all([wallet.api.readCode(code, 'en'), wallet.api.readCode(code, 'en')]);
    expect(reads.map((read) => good(read).kind).toSorted()).toEqual(['earned', 'known']);
    expect(await wallet.stores.outbox.stats()).toMatchObject({ unsent: 2 });
  });
});

describe('the server’s word', () => {
  it('strikes a receipt through that another wallet had claimed, and takes its points back', async () => {
    const [{ wallet: first }, { wallet: second }] = [await joinedWallet(server), await joinedWallet(server)];
    const expiresAtS = Math.floor(server.clock.nowMs() / 1_000) + 3_600;
    const code = codeFromBytes(await till.sell({ expiresAtS }));
    good(await first.api.readCode(code, 'en'));
    good(await second.api.readCode(code, 'en'));
    expect((await second.api.home('en')).programmes[0]!.balances[0]).toMatchObject({
      qty: 10,
      pendingQty: 10,
    });
    await first.api.syncNow();
    await second.api.syncNow();
    expect((await second.api.home('en')).programmes[0]!.balances[0]).toMatchObject({ qty: 0, pendingQty: 0 });
    const [entry] = (await second.api.activity('en')).filter(({ kind }) => kind === 'earned');
    expect(entry!.state).toEqual({ kind: 'rejected', reason: { kind: 'already_claimed' } });
    expect(entry!.total).toMatchObject({ amountMinor: 1_000 });
  });
});

describe('a till’s signed refusal', () => {
  it('is shown with its reason; the voucher is not used and nothing is sent', async () => {
    const { wallet } = await joinedWallet(server);
    await wallet.api.syncNow();
    const [voucher] = await wallet.api.vouchers('en');
    const shown = good(await wallet.api.present(voucher!.key, 'en'));
    const opened = openAs(PRESENTATION, good(bytesFromCode(shown.code.text)));
    if (!opened.ok) throw new Error(opened.error.kind);
    const refusal = await makeRedemptionReceipt(
      {
        issuedAtS: Math.floor(server.clock.nowMs() / 1_000),
        sequence: 0,
        result: 'min_spend',
        presentationId: await messageIdOf(opened.value.sign1),
        discountMinor: 0,
        usesLeft: 1,
        previous: new Uint8Array(8),
      },
      till.tillSigner,
    );
    expect(good(await wallet.api.readCode(codeFromBytes(refusal), 'en'))).toMatchObject({
      kind: 'redemption_refused',
      reason: { kind: 'min_spend' },
      voucher: { key: voucher!.key, state: 'presented' },
    });
    expect(await wallet.stores.outbox.stats()).toMatchObject({ unsent: 0 });
  });
});

describe('a receipt of a till that was struck off', () => {
  it('is kept and counts for nothing once the phone has heard, in words, and counts when the till is back', async () => {
    const { wallet, line } = await joinedWallet(server);
    const stolen = await openTill(server);
    await wallet.api.syncNow();
    const before = codeFromBytes(await stolen.sell(await memberOf(wallet)));
    expect(good(await wallet.api.readCode(before, 'en'))).toMatchObject({
      entry: { state: { kind: 'saved' } },
    });
    await wallet.api.syncNow();
    const strikeOff = async (revokedAtMs: number | null) => {
      const row = server.db.updateTable('terminal').set({ revoked_at: revokedAtMs });
      await row.where('serial', '=', serialOf(stolen)).execute();
      server.clock.advance(10 * 60_000);
      await wallet.api.syncNow();
    };
    await strikeOff(server.clock.nowMs() + 1_000);
    line.state = 'down';
    const after = codeFromBytes(await stolen.sell(await memberOf(wallet)));
    expect(good(await wallet.api.readCode(after, 'en'))).toMatchObject({
      kind: 'earned',
      entry: { state: { kind: 'unverified', reason: { kind: 'cert_revoked' } }, postings: [] },
    });
    const states = async () =>
      (await wallet.api.activity('en'))
        .filter(({ kind }) => kind === 'earned')
        .map(({ state }) => state.kind);
    expect(await states()).toEqual(['unverified', 'confirmed']);
    line.state = 'up';
    await strikeOff(null);
    expect(await states()).toEqual(['confirmed', 'confirmed']);
  });

  function serialOf({ tillSigner }: Till): number {
    const opened = openAs(TERMINAL_CERTIFICATE, tillSigner.certificate);
    if (!opened.ok) throw new Error(opened.error.kind);
    return opened.value.value.serial;
  }
});

describe('a receipt of a merchant that the trust list does not know yet', () => {
  it('is kept and counts for nothing, until a fresh list proves it', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    const newcomer = await openNewMerchant('night-kiosk');
    const code = codeFromBytes(await newcomer.sell(await memberOf(wallet)));
    line.state = 'down';
    expect(good(await wallet.api.readCode(code, 'en'))).toMatchObject({
      kind: 'earned',
      entry: { state: { kind: 'unverified' }, postings: [] },
    });
    good(await wallet.api.readCode(code, 'en'));
    expect(await wallet.stores.outbox.stats()).toMatchObject({ unsent: 0 });

    line.state = 'up';
    server.clock.advance(10 * 60_000);
    await wallet.api.syncNow();
    const [entry] = (await wallet.api.activity('en')).filter(({ kind }) => kind === 'earned');
    expect(entry).toMatchObject({ merchantName: 'night-kiosk', state: { kind: 'confirmed' } });
  });

  async function openNewMerchant(slug: string): Promise<Till> {
    const id = 'ab'.repeat(8);
    await server.db
      .insertInto('merchant')
      .values({
        id,
        slug,
        name: slug,
        currency_code: 'EUR',
        currency_exponent: 2,
        categories: JSON.stringify(['food']),
        root_key: Buffer.from((await server.keys.makeMerchant(id)).publicKey),
      })
      .execute();
    return openTill(server, slug);
  }
});

it('a receipt that waits for a fresh list is proved by one that came for another reason', async () => {
  const line = openLine(server);
  // A phone that sleeps in a drawer counts no time: its catalogue is not due when it wakes.
  const asleep = { ...server.clock, monotonicMs: () => 0 };
  const wallet = openTestWallet({ ...walletOn(server, line), clock: asleep });
  await wallet.api.syncNow();
  good(await wallet.api.join('copper-cup'));
  line.state = 'down';
  server.clock.advance(31 * 86_400_000);
  good(await wallet.api.readCode(codeFromBytes(await till.sell(await memberOf(wallet))), 'en'));
  const sale = async () => (await wallet.api.activity('en')).find(({ kind }) => kind === 'earned');
  expect(await sale()).toMatchObject({ state: { kind: 'unverified', reason: { kind: 'trust_stale' } } });
  line.state = 'up';
  // The join brings a voucher that nobody can verify by the old list, so a fresh one is fetched.
  await wallet.api.syncNow();
  await wallet.api.syncNow();
  expect(await sale()).toMatchObject({ state: { kind: 'confirmed' } });
});
