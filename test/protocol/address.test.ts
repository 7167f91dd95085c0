import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import { base32FromBytes, bytesFromBase32 } from '#protocol/base32.ts';
import { bearerUrl, posterUrl } from '#protocol/code.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import { inspectText } from '#protocol/inspect.ts';
import { makePoster, openPoster } from '#protocol/poster.ts';
import { verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import * as world from './world.ts';

function refusalOf(text: string): string {
  const read = bytesFromBase32(text);
  return read.ok ? 'read' : read.error.kind;
}

describe('base32', () => {
  test('reads what it writes, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const read = bytesFromBase32(base32FromBytes(bytes));
        expect(read.ok && [...read.value]).toEqual([...bytes]);
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), maxLength: 40 }),
        (text) => {
          const read = bytesFromBase32(text);
          if (read.ok) expect(base32FromBytes(read.value)).toBe(text);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['padding', 'MY======', 'b45_char'],
    ['lower case', 'my', 'b45_char'],
    ['digits that look like letters', 'M1', 'b45_char'],
    ['a length that no bytes have', 'MZX', 'b45_len'],
    ['one character', 'M', 'b45_len'],
    ['bits behind the end', 'MZ', 'b45_range'],
  ])('refuses %s', (_, text, kind) => {
    expect(refusalOf(text)).toBe(kind);
  });
});

const clock = world.clockAt(world.NOW_MS);
const { memberId: _, ...unbound } = world.earnReceipt;
const bearer = { ...unbound, expiresAtS: world.NOW_S + 86_400 };
const receipt = await makeEarnReceipt(bearer, await world.terminalSigner());
const poster = await makePoster(world.poster, world.merchantSigner);
const emptyWallet = { memberId: world.MEMBER_ID, presentations: new Map(), receipts: new Set<string>() };

async function atWallet(text: string): Promise<string> {
  const { verdict } = await verifyAtWallet(text, emptyWallet, world.walletPolicy, clock);
  return verdict.kind === 'refused' ? verdict.refusal.kind : verdict.kind;
}

async function posterAt(input: string | Bytes, nowMs = world.NOW_MS): Promise<string> {
  const opened = await openPoster(input, world.trustList, nowMs);
  return opened.ok ? opened.value.merchant.slug : opened.error.kind;
}

describe('an address', () => {
  test('is upper case, and keeps a bearer receipt from the server', () => {
    expect(posterUrl('pay.example', poster)).toMatch(/^HTTPS:\/\/PAY\.EXAMPLE\/M\/[A-Z2-7]+$/);
    expect(new URL(bearerUrl('pay.example:8443', receipt)).pathname).toBe('/R');
  });

  test('holds what a code holds', async () => {
    expect(await atWallet(bearerUrl('pay.example', receipt))).toBe('earned');
    expect(await posterAt(posterUrl('pay.example', poster))).toBe('novin-charm');
  });

  test('is read as a browser writes it, but not otherwise changed', async () => {
    const address = bearerUrl('pay.example', receipt);
    expect(await atWallet(new URL(address).href)).toBe('earned');
    expect(await atWallet(address.toLowerCase())).toBe('qr_unknown');
    expect(await atWallet(address.replace('HTTPS', 'HTTP'))).toBe('qr_unknown');
    expect(await atWallet(address.replace('/R#', '/R?'))).toBe('qr_unknown');
    expect(await atWallet(`${address}=`)).toBe('b45_char');
  });

  test('of one kind with a message of another kind is refused', async () => {
    expect(await atWallet(posterUrl('pay.example', receipt))).toBe('wrong_type');
    expect(await posterAt(bearerUrl('pay.example', poster))).toBe('wrong_type');
    const { refusal } = await inspectText(posterUrl('pay.example', receipt));
    expect(refusal).toEqual({ kind: 'wrong_type', at: 'address' });
  });
});

describe('a poster', () => {
  test('is only as good as its merchant and its date', async () => {
    const forged = await makePoster(world.poster, world.strangerSigner);
    expect(await posterAt(forged)).toBe('bad_signature');
    const foreign = await makePoster({ ...world.poster, merchantId: world.idOf(0xaf) }, world.merchantSigner);
    expect(await posterAt(foreign)).toBe('unknown_issuer');
    const ended = await makePoster({ ...world.poster, expiresAtS: world.NOW_S }, world.merchantSigner);
    expect(await posterAt(ended)).toBe('expired');
  });
});
