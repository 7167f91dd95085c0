import { describe, expect, it } from 'vitest';
import type { Topic } from '#bridge/changes.ts';
import { createNews } from '#worker/shared/news.ts';

function openNews() {
  const told: (readonly Topic[])[] = [];
  return { told, news: createNews((...topics) => told.push(topics)) };
}

const ANSWER: readonly Topic[] = ['connection', 'activity'];

/** The answers of a run, from 1, after which the screens were told to read again. */
function fullTellings(answers: number): readonly number[] {
  const { told, news } = openNews();
  const full: number[] = [];
  for (let answer = 1; answer <= answers; answer++) {
    news.kept(ANSWER);
    if (told.at(-1)!.includes('activity')) full.push(answer);
  }
  expect(told).toHaveLength(answers);
  expect(told.every((topics) => topics.includes('connection'))).toBe(true);
  return full;
}

describe('what a sync brings', () => {
  it('is told ever more rarely while answers follow one another, how far it is with each', () => {
    expect(fullTellings(20)).toEqual([1, 4, 16]);
  });

  it('is told at the end as far as it was not yet, everything once', () => {
    const { told, news } = openNews();
    for (const topic of ['activity', 'vouchers', 'inbox', 'device'] as const)
      news.kept(['connection', topic]);
    news.kept(ANSWER);
    news.kept(['connection', 'vouchers', 'activity']);
    told.length = 0;
    news.ended();
    expect(told).toEqual([['activity', 'vouchers']]);
    news.ended();
    expect(told).toHaveLength(1);
  });

  it('is told at once again in the next sync', () => {
    const { told, news } = openNews();
    for (let answer = 0; answer < 3; answer++) news.kept(ANSWER);
    news.ended();
    told.length = 0;
    news.kept(ANSWER);
    expect(told).toEqual([ANSWER]);
  });
});
