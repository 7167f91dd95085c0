// The lock over spending, opened by what unlocks the phone: the platform asks its person and signs a question of ours, and
// the answer is judged here. No server hears of it, so it works without a signal and says nothing about anybody.
import type { Bytes } from '#base/bytes.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { WalletPasskeyLockApi } from '#bridge/wallet-passkey.ts';
import {
  type PasskeyRefusal,
  relyingPartyOf,
  verifyPasskeyAssertion,
  verifyPasskeyRegistration,
} from '#protocol/passkey.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import type { LockDoor } from './lock-door.ts';
import type { WalletDeps } from './wallet-deps.ts';

const CHALLENGE_BYTES = 32;
const CHALLENGE_MS = 2 * 60_000;
const USER_ID_BYTES = 16;

type Purpose = 'make' | 'use';

export function createLockPasskey(
  { stores, around, broadcast }: WalletDeps,
  door: LockDoor,
): WalletPasskeyLockApi {
  const { store } = stores;
  const { clock, random, origin } = around;
  const rpId = relyingPartyOf(origin);
  let asked: { readonly purpose: Purpose; readonly challenge: Bytes; readonly untilMs: number } | undefined;

  const read = () => store.read(({ meta }) => meta.get('lockPasskey'));
  const ask = (purpose: Purpose) => {
    const challenge = random.bytes(CHALLENGE_BYTES);
    asked = { purpose, challenge, untilMs: clock.monotonicMs() + CHALLENGE_MS };
    return { challenge, rpId };
  };
  /** A question is gone with its first answer, whatever that is; one never asked expects what nobody can say. */
  const expectation = (purpose: Purpose) => {
    const question = asked;
    asked = undefined;
    const isLive = question?.purpose === purpose && clock.monotonicMs() < question.untilMs;
    return { challenge: isLive ? question.challenge : random.bytes(CHALLENGE_BYTES), origin };
  };

  return {
    lockPasskeyToMake: async () => {
      if (!(await door.isOpen())) return refused('locked');
      // The person needs a while at the platform; the lock must not fall shut under them.
      door.open();
      // A new name each time: wallets of one person on several phones must not take each other's place at the platform.
      const userId = random.bytes(USER_ID_BYTES);
      return { ok: true, value: { ...ask('make'), userId, discoverable: false } };
    },
    setLockPasskey: (made) =>
      door.alone(async () => {
        const judged = await verifyPasskeyRegistration(made, expectation('make'));
        if (!judged.ok) return wrong(judged.error);
        if (!(await door.isOpen())) return refused('locked');
        const passkey = { ...judged.value, madeAtMs: clock.nowMs() };
        const written = await store.write(({ meta }) => meta.put('lockPasskey', passkey));
        if (!written.ok) return outcomeError(written.error);
        door.close();
        broadcast.changed('device');
        return { ok: true, value: null };
      }),
    lockPasskeyToUse: async () => {
      const passkey = await read();
      if (passkey === undefined) return refused('passkey_unknown');
      return { ok: true, value: { ...ask('use'), allowed: [passkey.credentialId] } };
    },
    unlockByPasskey: async (answer) => {
      const passkey = await read();
      if (passkey === undefined) return refused('passkey_unknown');
      const judged = await verifyPasskeyAssertion(answer, passkey, expectation('use'));
      if (!judged.ok) return wrong(judged.error);
      door.open();
      return { ok: true, value: null };
    },
    removeLockPasskey: () =>
      door.alone(async () => {
        if (!(await door.isOpen())) return refused('locked');
        const passkey = await read();
        if (passkey === undefined) return refused('passkey_unknown');
        const written = await store.write(({ meta }) => meta.remove('lockPasskey'));
        if (!written.ok) return outcomeError(written.error);
        broadcast.changed('device');
        return { ok: true, value: passkey.credentialId };
      }),
  };
}

/** Which check it was is for support; a person can only try again. */
function wrong({ kind, check }: PasskeyRefusal): Extract<Outcome<never>, { ok: false }> {
  return { ok: false, error: { kind, details: { check } } };
}
