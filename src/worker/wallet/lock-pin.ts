import { assert } from '#base/assert.ts';
import { type Bytes, bytesFromText, equalBytes } from '#base/bytes.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { WalletLockApi } from '#bridge/wallet-lock.ts';
import type { SpendLock } from '#storage/meta-store.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import type { LockDoor } from './lock-door.ts';
import type { WalletDeps } from './wallet-deps.ts';

const PIN = /^\d{4,8}$/;
/** OWASP's floor of 2023 for PBKDF2 with SHA-256: a quarter of a second on a desktop. */
const ITERATIONS = 600_000;
const FREE_TRIES = 3;
const FIRST_WAIT_MS = 30_000;
const MOST_WAIT_MS = 3_600_000;

/** The PIN's half of the lock over spending. */
export function createLockPin(
  { stores, around, broadcast }: WalletDeps,
  { alone, isOpen, open, close }: LockDoor,
): Omit<WalletLockApi, 'lock'> {
  const { store } = stores;
  const { clock, random } = around;

  /** The try is counted on the disk before it is judged: switching the phone off gives no more tries. */
  async function tryPin(pin: string): Promise<Outcome<SpendLock>> {
    const lock = await store.read(({ meta }) => meta.get('spendLock'));
    if (lock === undefined) return refused('pin_wrong');
    const nowMs = clock.nowMs();
    const waitMs = await waitFor(lock, nowMs);
    if (waitMs > 0)
      return { ok: false, error: { kind: 'pin_wait', details: { seconds: Math.ceil(waitMs / 1_000) } } };
    const failures = lock.failures + 1;
    const counted = await store.write(({ meta }) =>
      meta.put('spendLock', { ...lock, failures, notBeforeMs: nowMs + waitAfter(failures) }),
    );
    if (!counted.ok) return outcomeError(counted.error);
    const guess = await verifierOf(pin, lock);
    if (!equalBytes(guess, lock.verifier)) return refused('pin_wrong');
    const forgiven = { ...lock, failures: 0, notBeforeMs: 0 };
    const written = await store.write(({ meta }) => meta.put('spendLock', forgiven));
    return written.ok ? { ok: true, value: forgiven } : outcomeError(written.error);
  }

  /** A longer one than was meant is of a clock that was ahead: it begins now. */
  async function waitFor(lock: SpendLock, nowMs: number): Promise<number> {
    const waitMs = lock.notBeforeMs - nowMs;
    const mostMs = waitAfter(lock.failures);
    if (waitMs <= mostMs) return waitMs;
    await store.write(({ meta }) => meta.put('spendLock', { ...lock, notBeforeMs: nowMs + mostMs }));
    return mostMs;
  }

  return {
    setPin: (pin) =>
      alone(async () => {
        assert(PIN.test(pin), 'a PIN has four to eight digits');
        if (!(await isOpen())) return refused('locked');
        const made = { salt: random.bytes(16), iterations: ITERATIONS };
        const lock = { ...made, verifier: await verifierOf(pin, made), failures: 0, notBeforeMs: 0 };
        const written = await store.write(({ meta }) => meta.put('spendLock', lock));
        if (!written.ok) return outcomeError(written.error);
        close();
        broadcast.changed('device');
        return { ok: true, value: null };
      }),
    removePin: (pin) =>
      alone(async () => {
        if (pin === undefined && !(await isOpen())) return refused('locked');
        const tried = pin === undefined ? undefined : await tryPin(pin);
        if (tried?.ok === false) return tried;
        const written = await store.write(({ meta }) => meta.remove('spendLock'));
        if (!written.ok) return outcomeError(written.error);
        broadcast.changed('device');
        return { ok: true, value: null };
      }),
    unlock: (pin) =>
      alone(async () => {
        const tried = await tryPin(pin);
        if (!tried.ok) return tried;
        open();
        return { ok: true, value: null };
      }),
  };
}

/** Three tries are free; then each wrong one doubles the wait, up to an hour. */
function waitAfter(failures: number): number {
  if (failures < FREE_TRIES) return 0;
  return Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - FREE_TRIES));
}

async function verifierOf(
  pin: string,
  { salt, iterations }: Pick<SpendLock, 'salt' | 'iterations'>,
): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', bytesFromText(pin), 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    key,
    256,
  );
  return new Uint8Array(bits);
}
