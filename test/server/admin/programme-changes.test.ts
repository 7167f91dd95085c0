// What may change of a published programme: later rules, an end, and its words. It is checked like a new one.
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogueReply } from '#api/catalogue.ts';
import { ROUTES } from '#api/routes.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { publishedCatalogue } from '#loyalty/programme/presets/published/catalogue.ts';
import type { Lists, Programme } from '#loyalty/programme/types.ts';
import { endedLists } from '#server/admin/change-programme.ts';
import { readAudit } from '#server/audit/audit-log.ts';
import { admin } from '../../support/admin.ts';
import { openProgrammeDesk, type ProgrammeDesk } from '../../support/programme-desk.ts';
import { ORIGIN } from '../../support/test-server.ts';

const { programme, presentation } = demoCatalogue()[0]!;
const { id: _id, tz: _tz, currency: _currency, versions: _versions, ...LISTS } = programme;
const FROM = { from: '2099-01-01' };

let desk: ProgrammeDesk;
beforeAll(async () => {
  desk = await openProgrammeDesk();
});
afterAll(() => desk.close());

async function published(id: string): Promise<void> {
  const own = desk.file(`${id}.json`, { ...programme, id });
  const texts = desk.file(`${id}.texts.json`, { ...presentation, programme: id });
  const options = { texts, merchants: 'copper-cup,tea-house' };
  expect(await admin(desk.server, ['programme', 'publish', own], { options })).toMatchObject({ code: 0 });
}

function version(id: string, lists: Lists) {
  return admin(desk.server, ['programme', 'version', id, desk.file('next.json', lists)], { options: FROM });
}

async function served(id: string) {
  const reply = (await (
    await desk.server.app.request(`${ORIGIN}${ROUTES.catalogue}`)
  ).json()) as CatalogueReply;
  const found = reply.programmes.find(({ definition }) => definition['id'] === id)!;
  return { definition: found.definition as never as Programme, presentation: found.presentation };
}

test.each([
  ['a merchant twice', 'twice', { merchants: ['tea-house', 'tea-house'] }, /tea-house more than once/],
  ['words of another', 'foreign', { presentation: { ...presentation, programme: 'other' } }, /found "other"/],
  ['a merchant of another currency', 'money', { merchants: ['rial-shop'] }, /expected IRR with exp 0/],
])('a programme with %s gets no version', async (_name, id, broken, said) => {
  await admin(desk.server, ['merchant', 'add', 'rial-shop', 'Rial Shop', 'IRR', '0', 'food']);
  await published(id);
  const row = Object.fromEntries(
    Object.entries(broken).map(([column, value]) => [column, JSON.stringify(value)]),
  );
  await desk.server.db.updateTable('programme').set(row).where('id', '=', id).execute();
  const refused = await version(id, LISTS);
  expect(refused).toMatchObject({ code: 1, printed: '', explained: expect.stringMatching(said) });
});

test('a version is warned of like a new programme: who takes no part, and what has no words', async () => {
  await published('warned');
  const rules = LISTS.rules!.map((rule) => ({ ...rule, where: undefined }));
  const elsewhere = JSON.parse(JSON.stringify(LISTS).replaceAll('copper-cup', 'nobody')) as Lists;
  const nameless = { ...elsewhere, rules, units: [...LISTS.units!, { id: 'crumb', scale: 0 as const }] };
  const warned = await version('warned', JSON.parse(JSON.stringify(nameless)) as Lists);
  expect(warned.code).toBe(0);
  expect(warned.explained).toMatch(/next\.json: warning: .*found "nobody", expected one of copper-cup/);
  expect(warned.explained).toMatch(/warning: \/units\/crumb: found nothing/);
});

test('a programme ends: from then on it gives nothing, and what members hold keeps its terms', async () => {
  await published('ended');
  const given = { options: { ...FROM, reason: 'the shop closes' } };
  const ended = await admin(desk.server, ['programme', 'end', 'ended'], given);
  expect(ended).toMatchObject({ code: 0, printed: '2099-01-01T00:00:00Z' });
  expect(ended.explained).toContain('still be joined');
  const [last] = (await served('ended')).definition.versions!.slice(-1);
  expect(last!.rules).toBeUndefined();
  expect(last).toMatchObject({ units: LISTS.units, vouchers: LISTS.vouchers });
  expect((await readAudit(desk.server.db, 1)).at(-1)).toMatchObject({
    act: 'programme end',
    target: 'ended',
    details: { from: '2099-01-01T00:00:00Z', reason: 'the shop closes' },
  });
  expect(await admin(desk.server, ['programme', 'end', 'nobody'], given)).toMatchObject({ code: 1 });
  const past = await admin(desk.server, ['programme', 'end', 'ended'], { options: { from: '2020-01-01' } });
  expect(past).toMatchObject({ code: 1, explained: expect.stringContaining('in the future') });
});

test('every programme that is known can end', () => {
  const all = [...demoCatalogue(), ...publishedCatalogue()].map((each) => each.programme);
  expect(all.length).toBeGreaterThan(20);
  for (const each of all) {
    const versions = [...(each.versions ?? []), { ...endedLists(each), from: '2199-01-01T00:00:00Z' }];
    expect(loadProgramme({ ...each, versions }), each.id).toMatchObject({ ok: true });
  }
});

test('words are mended, and every device hears them with the catalogue', async () => {
  await published('words');
  const about = Object.fromEntries(Object.keys(presentation.about).map((language) => [language, 'Closing.']));
  const texts = desk.file('mended.json', { ...presentation, programme: 'words', about });
  const mended = await admin(desk.server, ['programme', 'words', 'words'], { options: { texts } });
  expect(mended).toMatchObject({ code: 0, explained: '' });
  const { definition, presentation: words } = await served('words');
  expect(words).toMatchObject({ about });
  expect(definition).toEqual({ ...programme, id: 'words' });
  expect((await readAudit(desk.server.db, 1)).at(-1)).toMatchObject({
    act: 'programme words',
    target: 'words',
  });
});

test('words of another programme, or that cannot be read, change nothing', async () => {
  await published('kept');
  const before = await served('kept');
  const foreign = desk.file('foreign.json', { ...presentation, programme: 'other' });
  const broken = desk.file('broken.json', { programme: 'kept' });
  for (const texts of [foreign, broken, path.join(desk.dir, 'none.json'), undefined]) {
    const options = texts === undefined ? {} : { texts };
    const refused = await admin(desk.server, ['programme', 'words', 'kept'], { options });
    expect(refused).toMatchObject({ code: 1, printed: '', explained: expect.stringMatching(/./) });
  }
  expect(await served('kept')).toEqual(before);
});
