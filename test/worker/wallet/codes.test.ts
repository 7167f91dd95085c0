import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CodeView, Outcome } from '#bridge/common-views.ts';
import { MEMBER_PASS } from '#protocol/member-pass.ts';
import { openAs } from '#protocol/open-message.ts';
import { PRESENTATION } from '#protocol/presentation.ts';
import { RENEW_MS } from '#worker/wallet/code-drawer.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { good, openTestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, openLine, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

function counterOf(code: CodeView): number {
  const pass = openAs(MEMBER_PASS, code.text);
  const shown = openAs(PRESENTATION, code.text);
  if (pass.ok) return pass.value.value.counter;
  if (shown.ok) return shown.value.value.counter;
  throw new Error('no code of a wallet');
}

const shownPass = (outcome: Outcome<CodeView>) => good(outcome);

describe('codes on the screen', () => {
  it('are the very same while they are fresh, and numbered anew after 15 seconds', async () => {
    const { wallet } = await joinedWallet(server);
    const first = shownPass(await wallet.api.pass());
    server.clock.advance(RENEW_MS - 1);
    expect(await wallet.api.pass()).toEqual({ ok: true, value: first });
    server.clock.advance(1);
    const second = shownPass(await wallet.api.pass());
    expect(second.text).not.toBe(first.text);
    expect(counterOf(second)).toBe(counterOf(first) + 1);
    expect(second.renewAtMs).toBe(second.madeAtMs + RENEW_MS);
  });

  it('are never repeated once another code was shown: a till would refuse the lower number', async () => {
    const { wallet } = await joinedWallet(server);
    await wallet.api.syncNow();
    const [voucher] = await wallet.api.vouchers('en');
    const pass = shownPass(await wallet.api.pass());
    const presented = good(await wallet.api.present(voucher!.key, 'en'));
    const again = shownPass(await wallet.api.pass());
    expect([pass, presented.code, again].map(counterOf)).toEqual([1, 2, 3]);
  });

  it('never share a number, also between tabs and after a restart', async () => {
    const { wallet, line } = await joinedWallet(server);
    const tab = openTestWallet({ ...walletOn(server, line), name: wallet.db.name });
    const codes: CodeView[] = [];
    for (let i = 0; i < 3; i++) {
      codes.push(...(await Promise.all([wallet.api.pass(), tab.api.pass()])).map(shownPass));
      server.clock.advance(RENEW_MS);
    }
    tab.db.close();
    codes.push(shownPass(await wallet.restart().api.pass()));
    const numbers = [...new Map(codes.map((code) => [code.text, counterOf(code)])).values()];
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(Math.max(...numbers)).toBe(counterOf(codes.at(-1)!));
  });

  it('need an enrolled device with a certificate that lasts; the next sync renews it', async () => {
    const stranger = openTestWallet(walletOn(server, openLine(server)));
    expect(await stranger.api.pass()).toEqual({ ok: false, error: { kind: 'not_enrolled' } });
    const { wallet } = await joinedWallet(server);
    server.clock.advance(15 * 24 * 3_600_000);
    expect(await wallet.api.pass()).toEqual({ ok: false, error: { kind: 'cert_expired' } });
    await wallet.api.syncNow();
    expect(await wallet.api.pass()).toMatchObject({ ok: true });
  });

  it('do not exist when their number could not be stored', async () => {
    const { wallet } = await joinedWallet(server);
    wallet.db.counters.hook('creating', () => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    expect(await wallet.api.pass()).toEqual({ ok: false, error: { kind: 'storage_full' } });
  });
});

describe('presenting a voucher', () => {
  it('is on the disk before the code is on the screen', async () => {
    const { wallet } = await joinedWallet(server);
    await wallet.api.syncNow();
    const [voucher] = await wallet.api.vouchers('en');
    good(await wallet.api.present(voucher!.key, 'en'));
    const { api, stores } = wallet.restart();
    expect(await api.vouchers('en')).toMatchObject([{ key: voucher!.key, state: 'presented' }]);
    expect((await stores.vouchers.presentations()).size).toBe(1);
  });

  it('is refused when the clock is behind what the server has proved, and when the voucher has lapsed', async () => {
    const { wallet, line } = await joinedWallet(server);
    await wallet.api.syncNow();
    const [voucher] = await wallet.api.vouchers('en');
    wallet.db.close();
    const at = (nowMs: number) => {
      const clock = { nowMs: () => nowMs, monotonicMs: () => 0 };
      return openTestWallet({ ...walletOn(server, line), clock, name: wallet.db.name });
    };
    const behind = at(server.clock.nowMs() - 121_000);
    expect(await behind.api.present(voucher!.key, 'en')).toEqual({
      ok: false,
      error: { kind: 'clock_behind' },
    });
    const late = at(voucher!.untilMs!);
    expect(await late.api.present(voucher!.key, 'en')).toEqual({
      ok: false,
      error: { kind: 'voucher_expired' },
    });
    expect(await late.api.vouchers('en')).toMatchObject([{ state: 'expired' }]);
  });
});
