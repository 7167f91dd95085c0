// Laws: a flipped bit is refused, and no altered message changes any state.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, concatBytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { EMPTY_REPLAY_STORE } from '#protocol/replay-store.ts';
import { verifyAtTerminal } from '#protocol/verify-at-terminal.ts';
import { verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import type { WalletState } from '#protocol/verdict.ts';
import { makeTargets } from './fuzz/targets.ts';
import { type Sample, makeSamples } from './samples.ts';
import * as world from './world.ts';

const clock = world.clockAt(world.NOW_MS);

const wallet: WalletState = {
  memberId: world.MEMBER_ID,
  presentations: new Map([[hexFromBytes(world.redemptionReceipt.presentationId), 'voucher']]),
  receipts: new Set(),
};

/** `true` when the message is taken; fails when one that is not taken has changed a state. */
type Reader = (bytes: Bytes) => Promise<boolean>;

const atTerminal: Reader = async (bytes) => {
  const { verdict, state } = await verifyAtTerminal(bytes, EMPTY_REPLAY_STORE, world.terminalPolicy, clock);
  if (verdict.kind !== 'accepted_provisional') expect(state).toBe(EMPTY_REPLAY_STORE);
  return verdict.kind !== 'refused';
};

const atWallet: Reader = async (bytes) => {
  const { verdict, state } = await verifyAtWallet(bytes, wallet, world.walletPolicy, clock);
  if (verdict.kind !== 'earned' && verdict.kind !== 'redeemed') expect(state).toBe(wallet);
  // Kept unverified counts nothing: a flipped merchant id makes a merchant that nobody knows yet.
  return verdict.kind !== 'refused' && verdict.kind !== 'keep_unverified';
};

// What each is meant for is the fuzzer's to know.
const targets = await makeTargets();
const readers = new Map<Sample['name'], Reader>(
  targets.map(({ name, judge }) => [
    name,
    async (bytes) => {
      const { accepted, changed } = await judge(bytes);
      if (!accepted) expect(changed).toBe(false);
      return accepted;
    },
  ]),
);

const CARRIERS: ReadonlySet<Sample['name']> = new Set([
  'earnReceipt',
  'memberPass',
  'presentation',
  'redemptionReceipt',
  'payRequest',
  'payment',
  'payReceipt',
  'challenge',
  'voidReceipt',
  'journalRecord',
]);

const samples = await makeSamples();

describe.each(samples)('$name', ({ name, bytes }) => {
  test('is taken as it is', async () => {
    expect(await readers.get(name)!(bytes)).toBe(true);
  });

  test('with any one bit flipped is refused', { timeout: 60_000 }, async () => {
    const taken: string[] = [];
    for (const [at, byte] of bytes.entries()) {
      // One bit of each byte where another message of this list is inside, which has all of its own bits flipped.
      const bits = CARRIERS.has(name) ? [at % 8] : [0, 1, 2, 3, 4, 5, 6, 7];
      for (const bit of bits) {
        const altered = bytes.slice();
        altered[at] = byte ^ (1 << bit);
        if (await readers.get(name)!(altered)) taken.push(`${at}.${bit}`);
      }
    }
    expect(taken).toEqual([]);
  });
});

describe('altered beyond recognition', () => {
  const whole = fc.constantFrom(...samples.map(({ bytes }) => bytes));
  const cut = fc.tuple(whole, fc.nat(), fc.nat()).map(([bytes, from, length]) => {
    const start = from % bytes.length;
    return concatBytes(bytes.subarray(0, start), bytes.subarray(start + 1 + (length % 40)));
  });
  const splice = fc
    .tuple(whole, whole, fc.nat(), fc.nat())
    .map(([a, b, at, from]) => concatBytes(a.subarray(0, at % a.length), b.subarray(from % b.length)));
  const edited = fc
    .tuple(whole, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }))
    .map(([bytes, edits]) => {
      const altered = bytes.slice();
      for (const [at, byte] of edits) altered[at % bytes.length] = byte;
      return altered;
    });
  const inserted = fc
    .tuple(whole, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 }))
    .map(([bytes, at, more]) => {
      const start = at % (bytes.length + 1);
      return concatBytes(bytes.subarray(0, start), more, bytes.subarray(start));
    });
  const isOriginal = (bytes: Bytes): boolean => samples.some((sample) => equalBytes(sample.bytes, bytes));

  test('nothing is taken, nothing changes, nothing throws', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, splice, edited, inserted), async (bytes) => {
        fc.pre(!isOriginal(bytes));
        expect(await atTerminal(bytes)).toBe(false);
        expect(await atWallet(bytes)).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  test('any text is a code or a refusal', async () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc
        .string({ unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:') })
        .map((one) => `LW1:${one}`),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { verdict } = await verifyAtTerminal(text, EMPTY_REPLAY_STORE, world.terminalPolicy, clock);
        expect(verdict.kind).toBe('refused');
      }),
      { numRuns: 1000 },
    );
  });
});
