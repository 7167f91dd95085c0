import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesFromText } from '#base/bytes.ts';
import { MAX_REPORTED_QUANTITY, statementFrom, statementParts } from '#protocol/member-statement.ts';
import type { JournalKind } from '#protocol/journal-message.ts';

const ids = fc.stringMatching(/^[a-z0-9_-]{1,64}$/);
/** Every day of a leap year. */
const days = fc
  .integer({ min: 0, max: 365 })
  .map((day) => `--${new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(5, 10)}`);
const quantities = fc.integer({ min: 1, max: MAX_REPORTED_QUANTITY });

test('law: a statement read from its parts is the one that was written', () => {
  fc.assert(
    fc.property(ids, ids, quantities, days, (programmeId, name, quantity, value) => {
      const claim = { kind: 'claim', programmeId, rewardId: name } as const;
      const report = { kind: 'report', programmeId, action: name, quantity } as const;
      const profile = { kind: 'profile', programmeId, attribute: name, value } as const;
      for (const statement of [claim, report, profile]) {
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
  ['a birthday with its year', 'profile', ['cafe', 'birthday', '1990-05-15']],
  ['a day that no year has', 'profile', ['cafe', 'birthday', '--02-30']],
  ['a thirteenth month', 'profile', ['cafe', 'birthday', '--13-01']],
  ['a month without its zero', 'profile', ['cafe', 'birthday', '--5-15']],
  ['a birthday of no day', 'profile', ['cafe', 'birthday']],
  ['a report without a quantity', 'report', ['green', 'ride']],
] as const)('%s is no statement', (_, kind, texts) => {
  expect(read(kind, ...texts)).toMatchObject({ ok: false, error: { kind: 'claims_shape' } });
});
