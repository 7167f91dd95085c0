// Ids are found as in a Map, however many there are and however alike they look.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { learnNew, newKnownEvents, numberOf } from '#loyalty/engine/known-events.ts';

/** Of long ids only parts are hashed: these differ elsewhere, so that they all meet in one slot. */
const alike = fc
  .stringMatching(/^[0-9a-f]{6}$/)
  .map((middle) => `receipt-${middle}-of-till-0000-${middle}-2020-01`);
const ids = fc.array(
  fc.oneof(fc.string({ maxLength: 4 }), fc.uuid(), alike, fc.string({ unit: 'grapheme' })),
  {
    maxLength: 300,
  },
);

test('every id has the number of its first event; what is known again has none', () => {
  fc.assert(
    fc.property(ids, (list) => {
      const known = newKnownEvents();
      const expected = new Map<string, number>();
      for (const id of list) {
        const number = learnNew(known, { id, at: '', type: 'purchase' }, 0);
        expect(number).toBe(expected.has(id) ? -1 : expected.size);
        if (!expected.has(id)) expected.set(id, number);
      }
      for (const [id, number] of expected) expect(numberOf(known, id)).toBe(number);
      expect(numberOf(known, 'an id that nobody has')).toBe(-1);
    }),
  );
});

test('a void is for `learn`: it changes what else counts', () => {
  expect(learnNew(newKnownEvents(), { id: 'v', at: '', type: 'void', of: 'a' }, 0)).toBe(-1);
});
