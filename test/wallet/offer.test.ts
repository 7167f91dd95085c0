import { expect, test } from 'vitest';
import { createOffer } from '#wallet/offer.ts';

test('an offer tells its listeners when it comes and when it goes', () => {
  const offer = createOffer();
  const seen: boolean[] = [];
  const stop = offer.subscribe(() => seen.push(offer.current() !== undefined));
  offer.put(() => undefined);
  offer.put(undefined);
  stop();
  offer.put(() => undefined);
  expect(seen).toEqual([true, false]);
});

test('accepting runs what was offered last', () => {
  const offer = createOffer();
  const accepted: string[] = [];
  offer.put(() => accepted.push('first'));
  offer.put(() => accepted.push('second'));
  offer.current()?.();
  expect(accepted).toEqual(['second']);
});
