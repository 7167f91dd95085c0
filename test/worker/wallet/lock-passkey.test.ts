import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestAuthenticator, createTestAuthenticator, FLAGS } from '../../support/test-authenticator.ts';
import { ORIGIN, type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good } from '../../support/test-wallet.ts';
import { type Line, joinedWallet } from '../../support/wallet-line.ts';

let server: TestServer;
let wallet: TestWallet;
let line: Line;
let phone: TestAuthenticator;
let voucherKey: string;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  ({ wallet, line } = await joinedWallet(server));
  await wallet.api.syncNow();
  voucherKey = (await wallet.api.vouchers('en'))[0]!.key;
  phone = await createTestAuthenticator(ORIGIN);
  line.state = 'down';
});

const LOCKED = { ok: false, error: { kind: 'locked' } };
const present = () => wallet.api.present(voucherKey, 'en');

async function setPasskey(): Promise<void> {
  const order = good(await wallet.api.lockPasskeyToMake());
  good(await wallet.api.setLockPasskey(await phone.make(order.challenge)));
}

/** The platform is asked for this phone's own passkey, by its name. */
async function unlock(): Promise<void> {
  const question = good(await wallet.api.lockPasskeyToUse());
  expect(question).toMatchObject({ rpId: new URL(ORIGIN).hostname, allowed: [phone.credentialId] });
  good(await wallet.api.unlockByPasskey(await phone.sign(question.challenge)));
}

describe('the lock over spending by a passkey, without a signal', () => {
  it('asks before a voucher, not before the pass, and opens for two minutes of use', async () => {
    await setPasskey();
    expect(await wallet.api.lock()).toEqual({ on: true, pin: false, passkey: true, open: false });
    expect(await present()).toEqual(LOCKED);
    good(await wallet.api.pass());
    await unlock();
    good(await present());
    server.clock.advance(121_000);
    expect(await present()).toEqual(LOCKED);
  });

  it('takes each question once, within two minutes, for its own purpose', async () => {
    await setPasskey();
    const wrong = { ok: false, error: { kind: 'passkey_wrong', details: { check: 'challenge' } } };
    const question = good(await wallet.api.lockPasskeyToUse());
    const answer = await phone.sign(question.challenge);
    good(await wallet.api.unlockByPasskey(answer));
    server.clock.advance(121_000);
    expect(await wallet.api.unlockByPasskey(answer)).toEqual(wrong);
    expect(await present()).toEqual(LOCKED);
    const late = good(await wallet.api.lockPasskeyToUse());
    server.clock.advance(120_000);
    expect(await wallet.api.unlockByPasskey(await phone.sign(late.challenge))).toEqual(wrong);
    const answered = good(await wallet.api.lockPasskeyToUse());
    await wallet.api.unlockByPasskey(await phone.sign(answered.challenge, { flags: FLAGS.present }));
    expect(await wallet.api.unlockByPasskey(await phone.sign(answered.challenge))).toEqual(wrong);
    await unlock();
    const order = good(await wallet.api.lockPasskeyToMake());
    expect(await wallet.api.unlockByPasskey(await phone.sign(order.challenge))).toEqual(wrong);
  });

  it('stays shut when the platform did not ask its person, and for another phone’s passkey', async () => {
    await setPasskey();
    const question = good(await wallet.api.lockPasskeyToUse());
    expect(
      await wallet.api.unlockByPasskey(await phone.sign(question.challenge, { flags: FLAGS.present })),
    ).toMatchObject({ error: { kind: 'passkey_wrong', details: { check: 'verification' } } });
    const other = await createTestAuthenticator(ORIGIN);
    const again = good(await wallet.api.lockPasskeyToUse());
    expect(await wallet.api.unlockByPasskey(await other.sign(again.challenge))).toMatchObject({
      error: { kind: 'passkey_wrong' },
    });
    expect(await present()).toEqual(LOCKED);
  });

  it('is still on after a restart', async () => {
    await setPasskey();
    wallet = wallet.restart();
    expect(await present()).toEqual(LOCKED);
    await unlock();
    good(await present());
  });

  it('cannot be changed by who has not opened it', async () => {
    await setPasskey();
    expect(await wallet.api.lockPasskeyToMake()).toEqual(LOCKED);
    expect(await wallet.api.removeLockPasskey()).toEqual(LOCKED);
    expect(await wallet.api.setPin('2580')).toEqual(LOCKED);
    expect(await wallet.api.removePin()).toEqual(LOCKED);
    await unlock();
    expect(good(await wallet.api.removeLockPasskey())).toEqual(phone.credentialId);
    good(await present());
    expect(await wallet.api.lockPasskeyToUse()).toMatchObject({ error: { kind: 'passkey_unknown' } });
  });

  it('leaves the PIN as the way back when the passkey is gone, and is one when the PIN is forgotten', async () => {
    await setPasskey();
    await unlock();
    good(await wallet.api.setPin('2580'));
    expect(await present()).toEqual(LOCKED);
    good(await wallet.api.unlock('2580'));
    good(await wallet.api.removeLockPasskey());
    server.clock.advance(121_000);
    expect(await present()).toEqual(LOCKED);
    good(await wallet.api.unlock('2580'));
    await setPasskey();
    await unlock();
    good(await wallet.api.removePin());
    expect(await wallet.api.lock()).toMatchObject({ on: true, pin: false, passkey: true });
  });

  it('sends nothing about it when the signal is back', async () => {
    await setPasskey();
    line.state = 'up';
    await wallet.api.syncNow();
    expect((await wallet.api.connection()).unsent).toBe(0);
    const evidence = good(await wallet.api.exportLedger()).bytes;
    expect(Buffer.from(evidence).includes(Buffer.from(phone.credentialId))).toBe(false);
  });
});
