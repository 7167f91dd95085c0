// A phone is lost and its owner has a passkey: the same way back as with the code on paper.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import type { PasskeyAnswer } from '#bridge/wallet-passkey.ts';
import { createTestAuthenticator, type TestAuthenticator } from '../../support/test-authenticator.ts';
import { ORIGIN, type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good, openTestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, openLine, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());
beforeEach(() => server.clock.advance(600_000));

interface Kept {
  readonly platform: TestAuthenticator;
  readonly userHandle: Bytes;
}

async function walletWithPasskey() {
  const { wallet, line } = await joinedWallet(server);
  await wallet.api.syncNow();
  const passkey = await setPasskey(wallet);
  await wallet.api.syncNow();
  return { wallet, line, passkey };
}

async function setPasskey(wallet: TestWallet): Promise<Kept> {
  const platform = await createTestAuthenticator(ORIGIN);
  const order = good(await wallet.api.recoveryPasskeyToMake());
  good(await wallet.api.setRecoveryPasskey(await platform.make(order.challenge)));
  return { platform, userHandle: order.userId };
}

async function answerFor(
  phone: TestWallet,
  { platform, userHandle }: Kept,
  keepOthers = false,
): Promise<PasskeyAnswer> {
  const question = good(await phone.api.recoveryPasskeyToUse({ keepOthers }));
  return { ...(await platform.sign(question.challenge)), userHandle };
}

function newPhone(): TestWallet {
  return openTestWallet(walletOn(server, openLine(server)));
}

describe('a lost phone whose owner has a passkey', () => {
  it('gives points and vouchers to the new one, and is shut out itself', async () => {
    const { wallet: old, passkey } = await walletWithPasskey();
    const phone = newPhone();
    const recovered = good(await phone.api.recoverByPasskey(await answerFor(phone, passkey)));
    expect(recovered).toMatchObject({ memberName: (await old.api.device()).memberName, revoked: 1 });
    const [voucher] = await phone.api.vouchers('en');
    expect(voucher).toMatchObject({ state: 'live' });
    good(await phone.api.present(voucher!.key, 'en'));
    expect(await old.api.syncNow()).toMatchObject({ problem: { kind: 'revoked' } });
    expect((await phone.api.safety()).passkeySetAtMs).toBeDefined();
    expect((await phone.api.inbox('en')).map(({ kind }) => kind).toSorted()).toEqual([
      'recovered',
      'recovery_passkey_set',
    ]);
  });

  it('that was not lost after all goes on, and its passkey is still good', async () => {
    const { wallet: old, passkey } = await walletWithPasskey();
    const phone = newPhone();
    const answer = await answerFor(phone, passkey, true);
    expect(good(await phone.api.recoverByPasskey(answer))).toMatchObject({ revoked: 0 });
    expect(await old.api.syncNow()).toMatchObject({ mode: 'online' });
    const third = newPhone();
    good(await third.api.recoverByPasskey(await answerFor(third, passkey, true)));
  });

  it('asks again after a lost answer and is the same device', async () => {
    const { passkey } = await walletWithPasskey();
    const line = openLine(server);
    const phone = openTestWallet(walletOn(server, line));
    await phone.api.syncNow();
    const answer = await answerFor(phone, passkey);
    line.state = 'answers get lost';
    expect(await phone.api.recoverByPasskey(answer)).toMatchObject({
      error: { kind: 'server_unreachable' },
    });
    line.state = 'up';
    good(await phone.api.recoverByPasskey(await answerFor(phone, passkey)));
  });
});

describe('a passkey for recovery', () => {
  it('is no answer to a question that was answered, and no answer of another phone', async () => {
    const { passkey } = await walletWithPasskey();
    const [phone, other] = [newPhone(), newPhone()];
    const answer = await answerFor(phone, passkey);
    await answerFor(other, passkey);
    const unknown = { error: { kind: 'passkey_unknown' } };
    expect(await other.api.recoverByPasskey(answer)).toMatchObject(unknown);
    expect(await other.api.recoverByPasskey(answer)).toMatchObject(unknown);
    const { userHandle: _, ...nameless } = await answerFor(phone, passkey);
    expect(await phone.api.recoverByPasskey(nameless)).toMatchObject(unknown);
  });

  it('is not the lock’s: that one brings nobody back', async () => {
    const { wallet } = await walletWithPasskey();
    const platform = await createTestAuthenticator(ORIGIN);
    const order = good(await wallet.api.lockPasskeyToMake());
    good(await wallet.api.setLockPasskey(await platform.make(order.challenge)));
    const phone = newPhone();
    const answer = await answerFor(phone, { platform, userHandle: order.userId });
    expect(await phone.api.recoverByPasskey(answer)).toMatchObject({ error: { kind: 'passkey_unknown' } });
  });

  it('is replaced by a newer one and can be taken away, and each device hears of it', async () => {
    const { wallet, passkey } = await walletWithPasskey();
    const phone = newPhone();
    good(await phone.api.recoverByPasskey(await answerFor(phone, passkey, true)));
    const order = good(await phone.api.recoveryPasskeyToMake());
    const newer = await createTestAuthenticator(ORIGIN);
    const replaced = good(await phone.api.setRecoveryPasskey(await newer.make(order.challenge)));
    expect(replaced.credentialId).toEqual(passkey.platform.credentialId);
    const third = newPhone();
    expect(await third.api.recoverByPasskey(await answerFor(third, passkey))).toMatchObject({
      error: { kind: 'passkey_unknown' },
    });
    server.clock.advance(1_000);
    expect(good(await wallet.api.removeRecoveryPasskey()).credentialId).toEqual(newer.credentialId);
    expect((await wallet.api.safety()).passkeySetAtMs).toBeUndefined();
    await phone.api.syncNow();
    expect((await phone.api.safety()).passkeySetAtMs).toBeUndefined();
    expect((await phone.api.inbox('en'))[0]).toMatchObject({ kind: 'recovery_passkey_removed' });
  });

  it('needs a member, and is not for a wallet that has one already', async () => {
    expect(await newPhone().api.recoveryPasskeyToMake()).toMatchObject({ error: { kind: 'not_enrolled' } });
    const { wallet, line } = await walletWithPasskey();
    expect(await wallet.api.recoveryPasskeyToUse({ keepOthers: true })).toMatchObject({
      error: { kind: 'wallet_in_use' },
    });
    line.state = 'down';
    expect(await wallet.api.recoveryPasskeyToMake()).toMatchObject({
      error: { kind: 'server_unreachable' },
    });
  });

  it('stops the reminder that one phone is all there is', async () => {
    const { wallet } = await walletWithPasskey();
    expect(await wallet.api.safety()).toMatchObject({ remind: false, enrolled: true });
    expect((await wallet.api.safety()).recoverySetAtMs).toBeUndefined();
  });
});
