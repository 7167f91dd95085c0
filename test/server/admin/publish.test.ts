// A definition, its words and its merchants may each be right alone and contradict one another.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { admin } from '../../support/admin.ts';
import { openProgrammeDesk, type ProgrammeDesk } from '../../support/programme-desk.ts';

let desk: ProgrammeDesk;
beforeAll(async () => {
  desk = await openProgrammeDesk();
});
afterAll(() => desk.close());

test.each([
  [
    'another currency',
    { currency: { code: 'IRR', exp: 2 } },
    {},
    /cake\.json: \/currency: found IRR.*EUR.*tea-house/,
  ],
  [
    'another exponent',
    { currency: { code: 'EUR', exp: 0 } },
    {},
    /found EUR with exp 0, expected EUR with exp 2/,
  ],
  [
    'a merchant twice',
    {},
    { merchants: 'tea-house,tea-house' },
    /--merchants: found tea-house more than once/,
  ],
  [
    'words of another',
    {},
    { programme: 'copper-cup' },
    /texts\.json: \/programme: found "copper-cup", expected "cake"/,
  ],
])(
  'a programme with %s is not published',
  async (
    _name,
    change,
    { merchants = 'tea-house', ...words }: { merchants?: string; programme?: string },
    said,
  ) => {
    const { programme, presentation } = demoCatalogue()[0]!;
    const definition = desk.file('cake.json', { ...programme, id: 'cake', ...change });
    const texts = desk.file('cake.texts.json', { ...presentation, programme: 'cake', ...words });
    const before = await desk.server.rowCounts();
    const refused = await admin(desk.server, ['programme', 'publish', definition], {
      options: { texts, merchants },
    });
    expect(refused).toMatchObject({ code: 1, printed: '', explained: expect.stringMatching(said) });
    expect(await desk.server.rowCounts()).toEqual(before);
  },
);

test('conditions that only a merchant meets who takes no part are named, and the programme is published', async () => {
  const { programme, presentation } = demoCatalogue()[0]!;
  const definition = desk.file('scone.json', { ...programme, id: 'scone' });
  const texts = desk.file('scone.texts.json', { ...presentation, programme: 'scone' });
  const publish = (merchants: string) =>
    admin(desk.server, ['programme', 'publish', definition], { options: { texts, merchants } });
  const published = await publish('tea-house');
  expect(published).toMatchObject({ code: 0, printed: expect.stringMatching(/^\d+$/) });
  expect(published.explained).toContain(
    'scone.json: warning: /metrics/0/on/where/merchant: found "copper-cup", expected one of tea-house',
  );
  expect((await publish('copper-cup,tea-house')).explained).not.toContain('warning');
});
