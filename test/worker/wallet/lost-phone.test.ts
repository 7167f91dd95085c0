// A phone is lost: what its owner gets back with the code on paper, and what the lost phone still may do.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
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

async function memberIdOf(wallet: TestWallet): Promise<string> {
  return (await wallet.stores.meta.get('enrolment'))!.memberId!;
}

async function saleFor(wallet: TestWallet): Promise<string> {
  return codeFromBytes(await till.sell({ memberId: bytesFromHex(await memberIdOf(wallet))! }));
}

async function beans(wallet: TestWallet): Promise<number> {
  return (await wallet.api.home('en')).programmes[0]!.balances[0]!.qty;
}

/** A wallet with a sale, a live voucher and a registered code. */
async function walletWithCode() {
  const { wallet, line } = await joinedWallet(server);
  await wallet.api.syncNow();
  good(await wallet.api.readCode(await saleFor(wallet), 'en'));
  const { code } = await wallet.api.newRecoveryCode();
  good(await wallet.api.registerRecoveryCode(code));
  await wallet.api.syncNow();
  return { wallet, line, code };
}

function newPhone(): TestWallet {
  return openTestWallet(walletOn(server, openLine(server)));
}

describe('a lost phone', () => {
  it('gives points, history and vouchers to the new one, and is shut out itself', async () => {
    const { wallet: old, code } = await walletWithCode();
    const phone = newPhone();
    const recovered = good(await phone.api.recover({ code, keepOthers: false }));
    expect(recovered).toEqual({
      memberName: (await old.api.device()).memberName,
      revoked: 1,
      receipts: 1,
    });
    expect(await beans(phone)).toBe(await beans(old));
    const [voucher] = await phone.api.vouchers('en');
    expect(voucher).toMatchObject({ title: '€2 off from €8', state: 'live' });
    expect((await phone.api.activity('en')).map(({ kind }) => kind).toSorted()).toEqual([
      'earned',
      'joined',
      'voucher',
    ]);
    expect(good(await phone.api.present(voucher!.key, 'en')).code.text).toMatch(/^LW1:/);
    expect(await old.api.syncNow()).toMatchObject({ problem: { kind: 'revoked' } });
    expect(await phone.stores.balances.divergences()).toEqual([]);
  });

  it('once only: a receipt that the old phone brought is claimed again without effect', async () => {
    const { wallet: old, line, code } = await walletWithCode();
    line.state = 'down';
    const sale = await saleFor(old);
    good(await old.api.readCode(sale, 'en'));
    const phone = newPhone();
    good(await phone.api.recover({ code, keepOthers: true }));
    good(await phone.api.readCode(sale, 'en'));
    await phone.api.syncNow();
    line.state = 'up';
    expect(await old.api.syncNow()).toMatchObject({ unsent: 0 });
    expect(await beans(phone)).toBe(20);
    expect(await beans(old)).toBe(20);
  });

  it('that was not lost after all goes on beside the new one, and both show a notice', async () => {
    const { wallet: old, code } = await walletWithCode();
    const phone = newPhone();
    expect(good(await phone.api.recover({ code, keepOthers: true }))).toMatchObject({ revoked: 0 });
    expect(await old.api.syncNow()).toMatchObject({ mode: 'online', unsent: 0 });
    for (const wallet of [old, phone])
      expect((await wallet.stores.inbox.notices()).map(({ notice }) => notice).toSorted()).toEqual([
        'recovered',
        'recovery_code_set',
      ]);
  });

  it('that is still there keeps its vouchers, which the new one can show once they were moved', async () => {
    const { wallet: old, code } = await walletWithCode();
    const phone = newPhone();
    good(await phone.api.recover({ code, keepOthers: true }));
    await old.api.syncNow();
    const statesOn = async (wallet: TestWallet) =>
      (await wallet.api.vouchers('en')).map(({ state }) => state);
    expect([await statesOn(old), await statesOn(phone)]).toEqual([['live'], ['elsewhere']]);
    const { key } = (await old.api.vouchers('en'))[0]!;
    expect(await phone.api.present(key, 'en')).toMatchObject({ ok: false });
    const { id } = (await phone.api.ownDevices()).devices.find(({ isThis }) => isThis)!;
    good(await old.api.moveVoucher(key, id));
    await phone.api.syncNow();
    expect([await statesOn(old), await statesOn(phone)]).toEqual([['elsewhere'], ['live']]);
    expect(good(await phone.api.present(key, 'en')).code.text).toMatch(/^LW1:/);
    expect(await old.api.present(key, 'en')).toMatchObject({ error: { kind: 'voucher_elsewhere' } });
  });

  it('asks again after a lost answer and is the same device', async () => {
    const { code } = await walletWithCode();
    const line = openLine(server);
    const phone = openTestWallet(walletOn(server, line));
    await phone.api.syncNow();
    line.state = 'answers get lost';
    expect(await phone.api.recover({ code, keepOthers: false })).toMatchObject({
      error: { kind: 'server_unreachable' },
    });
    line.state = 'up';
    expect(good(await phone.api.recover({ code, keepOthers: false }))).toMatchObject({ receipts: 1 });
  });
});

describe('a phone that lost its key alone', () => {
  it('becomes nobody new: only the code brings back the member whose things it holds', async () => {
    const { wallet, code } = await walletWithCode();
    const before = await memberIdOf(wallet);
    await wallet.db.keys.clear();
    const phone = wallet.restart();
    expect(await phone.api.join('green-grocer')).toMatchObject({ error: { kind: 'backup_before_recovery' } });
    const { code: strange } = await walletWithCode();
    expect(await phone.api.recover({ code: strange, keepOthers: true })).toMatchObject({
      error: { kind: 'wallet_in_use' },
    });
    await phone.db.keys.clear();
    const again = phone.restart();
    good(await again.api.recover({ code, keepOthers: false }));
    expect(await memberIdOf(again)).toBe(before);
    expect(await beans(again)).toBe(10);
    // The server answers so many recoveries a minute, and tests of others follow.
    server.clock.advance(600_000);
  });
});

describe('a recovery code', () => {
  it('works in any case, with spaces, and as its QR text', async () => {
    const { code } = await walletWithCode();
    const phone = newPhone();
    const sloppy = ` tessera-recovery:${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')}`;
    good(await phone.api.recover({ code: sloppy, keepOthers: true }));
  });

  it('is refused when it is cut off, mistyped, unknown, or replaced by a newer one', async () => {
    const { wallet, code } = await walletWithCode();
    const phone = newPhone();
    const refusal = async (text: string) => {
      const outcome = await phone.api.recover({ code: text, keepOthers: true });
      return outcome.ok ? 'ok' : outcome.error.kind;
    };
    expect(await refusal(code.slice(0, -1))).toBe('recovery_code_incomplete');
    const other = code.startsWith('7') ? '8' : '7';
    expect(await refusal(other + code.slice(1))).toBe('recovery_code_mistyped');
    expect(await refusal((await phone.api.newRecoveryCode()).code)).toBe('recovery_unknown');
    const { code: newer } = await wallet.api.newRecoveryCode();
    good(await wallet.api.registerRecoveryCode(newer));
    expect(await refusal(code)).toBe('recovery_unknown');
    expect(await refusal(newer)).toBe('ok');
  });

  it('is not for a wallet that has a member already', async () => {
    const { code } = await walletWithCode();
    const { wallet: other } = await joinedWallet(server);
    expect(await other.api.recover({ code, keepOthers: true })).toMatchObject({
      error: { kind: 'wallet_in_use' },
    });
  });

  it('leaves no trace on the device that made it, and only its public key on the server', async () => {
    const { wallet, code } = await walletWithCode();
    const kept = JSON.stringify(await Promise.all(wallet.db.tables.map((table) => table.toArray())));
    expect(kept).not.toContain(code);
    expect(kept).not.toContain(code.replaceAll('-', ''));
    expect((await wallet.api.safety()).recoverySetAtMs).toBeDefined();
  });
});

describe('a backup file', () => {
  it('brings back what the lost phone had not sent, once, however often it is restored', async () => {
    const { wallet: old, line, code } = await walletWithCode();
    line.state = 'down';
    good(await old.api.readCode(await saleFor(old), 'en'));
    const { bytes } = good(await old.api.makeBackup({ code, passphrase: 'a long enough phrase' }));
    const phone = newPhone();
    expect(await phone.api.restoreBackup(bytes, code)).toMatchObject({
      error: { kind: 'backup_before_recovery' },
    });
    good(await phone.api.recover({ code, keepOthers: false }));
    expect(await beans(phone)).toBe(10);
    expect(good(await phone.api.restoreBackup(bytes, code))).toEqual({
      receipts: 1,
      records: 1,
      programmes: 0,
      known: 1,
    });
    expect(good(await phone.api.restoreBackup(bytes, 'a long enough phrase'))).toMatchObject({
      receipts: 0,
      known: 2,
    });
    expect(await phone.api.syncNow()).toMatchObject({ unsent: 0 });
    expect(await beans(phone)).toBe(20);
    expect(await phone.stores.balances.divergences()).toEqual([]);
  });

  it('changes nothing on the phone that made it', async () => {
    const { wallet, code } = await walletWithCode();
    const { bytes } = good(await wallet.api.makeBackup({ code }));
    expect(good(await wallet.api.restoreBackup(bytes, code))).toEqual({
      receipts: 0,
      records: 0,
      programmes: 0,
      known: 1,
    });
    expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
  });

  it('is refused with another code, for another member, and without any secret', async () => {
    const { wallet, code } = await walletWithCode();
    const { bytes } = good(await wallet.api.makeBackup({ code }));
    const { code: wrong } = await wallet.api.newRecoveryCode();
    expect(await wallet.api.restoreBackup(bytes, wrong)).toMatchObject({
      error: { kind: 'backup_wrong_secret' },
    });
    const { wallet: stranger } = await joinedWallet(server);
    expect(await stranger.api.restoreBackup(bytes, code)).toMatchObject({
      error: { kind: 'backup_other_member' },
    });
    expect(await wallet.api.makeBackup({})).toMatchObject({ error: { kind: 'backup_no_secret' } });
    expect(await wallet.api.makeBackup({ passphrase: 'short' })).toMatchObject({
      error: { kind: 'backup_weak_passphrase' },
    });
  });
});
