import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesFromText } from '#base/bytes.ts';
import { MAX_REPORTED_QUANTITY, statementFrom, statementParts } from '#protocol/member-statement.ts';
import type { JournalKind } from '#protocol/messages.ts';

const ids = fc.stringMatching(/^[a-z0-9_-]{1,64}$/);
const quantities = fc.integer({ min: 1, max: MAX_REPORTED_QUANTITY });

test('law: a statement read from its parts is the one that was written', () => {
  fc.assert(
    fc.property(ids, ids, quantities, (programmeId, name, quantity) => {
      const claim = { kind: 'claim', programmeId, rewardId: name } as const;
      const report = { kind: 'report', programmeId, action: name, quantity } as const;
      for (const statement of [claim, report]) {
        const read = statementFrom({ kind: statement.kind, parts: statementParts(statement) });
        expect(read).toEqual({ ok: true, value: statement });
      }
    }),
  );
});

const read = (kind: JournalKind, ...texts: readonly string[]) =>
  statementFrom({ kind, parts: texts.map(bytesFromText) });

test.each([
  ['a name with a space', 'claim', ['cafe', 'free drink']],
  ['an empty name', 'claim', ['cafe', '']],
  ['a name that is too long', 'claim', ['cafe', 'x'.repeat(65)]],
  ['letters of another script', 'claim', ['cafe', 'قهوه']],
  ['a quantity of nothing', 'report', ['green', 'ride', '0']],
  ['a quantity with a leading zero', 'report', ['green', 'ride', '012']],
  ['a fraction', 'report', ['green', 'ride', '1.5']],
  ['a negative quantity', 'report', ['green', 'ride', '-1']],
  ['more than anybody does', 'report', ['green', 'ride', '1000000001']],
  ['a report without a quantity', 'report', ['green', 'ride']],
] as const)('%s is no statement', (_, kind, texts) => {
  expect(read(kind, ...texts)).toMatchObject({ ok: false, error: { kind: 'claims_shape' } });
});
