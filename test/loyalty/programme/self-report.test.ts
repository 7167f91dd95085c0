import { expect, test } from 'vitest';
import { lintPresentation } from '#loyalty/programme/lint-presentation.ts';
import { publishedCatalogue } from '#loyalty/programme/presets/published/catalogue.ts';
import { selfReportOf } from '#loyalty/programme/self-report.ts';

const entryOf = (name: string) => publishedCatalogue().find((entry) => entry.name === name)!;

test('what is counted and which field counts it come from the definition', () => {
  const { programme, presentation } = entryOf('green');
  expect(selfReportOf(programme, presentation, 'bike_commute')).toEqual({
    action: 'bike_commute',
    attributes: {},
    quantityField: 'qty',
  });
});

test('an activity that the display data does not name comes from a merchant only', () => {
  const { programme, presentation } = entryOf('alibaba-88');
  expect(selfReportOf(programme, presentation, 'dispute_upheld')).toBeUndefined();
});

test('what the scope of a programme asks for is carried along', () => {
  const { programme, presentation } = entryOf('alibaba-88');
  const words = { en: 'a', fa: 'a', ar: 'a', zh: 'a', vi: 'a' };
  const opened = { ...presentation, activities: { review: { name: words } } };
  expect(selfReportOf(programme, opened, 'review')).toEqual({
    action: 'review',
    attributes: { platform: 'taobao' },
  });
});

test('the linter finds an activity that nothing counts', () => {
  const { programme, presentation } = entryOf('green');
  const { bike_commute: words } = presentation.activities!;
  const wrong = { ...presentation, activities: { fly: words! } };
  expect(lintPresentation(programme, wrong).map(({ path }) => path)).toEqual(['/activities/fly']);
});
