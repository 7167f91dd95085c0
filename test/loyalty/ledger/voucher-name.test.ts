import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';

test('a name is 16 hex digits of the SHA-256 of member and key', () => {
  const expected = createHash('sha256').update('aa\ncup/welcome/event:1#1').digest('hex').slice(0, 16);
  expect(voucherName({ member: 'aa', key: 'cup/welcome/event:1#1' })).toBe(expected);
});

test('law: other members and other keys have other names', () => {
  const part = fc.string({ minLength: 1 }).filter((text) => !text.includes('\n'));
  fc.assert(
    fc.property(part, part, part, part, (member, key, otherMember, otherKey) => {
      fc.pre(member !== otherMember || key !== otherKey);
      expect(voucherName({ member, key })).not.toBe(voucherName({ member: otherMember, key: otherKey }));
    }),
  );
});
