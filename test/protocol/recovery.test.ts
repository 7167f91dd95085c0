import fc from 'fast-check';
import { p256 } from '@noble/curves/nist.js';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import { compressPoint } from '#protocol/p256-point.ts';
import { P256_ORDER, basePointTimes, scalarBytes } from '#protocol/p256-multiply.ts';
import { readRecoveryCode, recoveryCodeFrom, recoveryQrText } from '#protocol/recovery-code.ts';
import { recoverySigner, signRecovery, verifyRecovery } from '#protocol/recovery-key.ts';

const secrets = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes): Bytes => new Uint8Array(bytes));

describe('a recovery code', () => {
  it('is read back from what is written, in any case and spacing', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, async (secret) => {
        const code = await recoveryCodeFrom(secret);
        expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
        for (const text of [code, code.toLowerCase(), code.replaceAll('-', ' '), recoveryQrText(code)])
          expect(await readRecoveryCode(text)).toEqual({ ok: true, value: secret });
      }),
      { numRuns: 50 },
    );
  });

  it('shows nearly every slip of one character', async () => {
    const code = (await recoveryCodeFrom(new Uint8Array(16).fill(0x5a))).replaceAll('-', '');
    let unseen = 0;
    for (let index = 0; index < code.length; index++) {
      for (const character of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        if (character === code[index]) continue;
        const slip = code.slice(0, index) + character + code.slice(index + 1);
        if ((await readRecoveryCode(slip)).ok) unseen += 1;
      }
    }
    // 868 slips at one in 1,024 each.
    expect(unseen).toBeLessThanOrEqual(4);
  });
});

describe('the key of a code', () => {
  it('is the point that another implementation computes', () => {
    const scalar = fc.bigInt({ min: 1n, max: P256_ORDER - 1n });
    fc.assert(
      fc.property(fc.oneof(scalar, fc.constantFrom(1n, 2n, 3n, P256_ORDER - 1n, P256_ORDER - 2n)), (d) => {
        expect(basePointTimes(d)).toEqual(new Uint8Array(p256.getPublicKey(scalarBytes(d), false)));
      }),
      { numRuns: 40 },
    );
  });

  it('is the same each time, and signs what it says and nothing else', async () => {
    const secret = new Uint8Array(16).fill(7);
    const [one, again] = [await recoverySigner(secret), await recoverySigner(secret)];
    expect(one.publicKey).toEqual(again.publicKey);
    const deviceKey = compressPoint(basePointTimes(5n));
    const statement = { kind: 'recover', deviceKey, keepOthers: false } as const;
    const signature = await signRecovery(statement, one);
    expect(await verifyRecovery(statement, signature, again.publicKey)).toBe(true);
    expect(await verifyRecovery({ ...statement, keepOthers: true }, signature, one.publicKey)).toBe(false);
    const other = { ...statement, deviceKey: compressPoint(basePointTimes(6n)) };
    expect(await verifyRecovery(other, signature, one.publicKey)).toBe(false);
  });

  it('never changes from one version of the app to the next', async () => {
    const { publicKey } = await recoverySigner(new Uint8Array(16).fill(7));
    expect(Buffer.from(publicKey).toString('hex')).toBe(
      '0299b7614c0208a8078d7673fa7e01f44e557c785eb7422cd61083b0b92c178798',
    );
    expect(await recoveryCodeFrom(new Uint8Array(16).fill(7))).toBe('0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-0WSQ');
  });
});
