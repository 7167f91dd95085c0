// What may change of a published programme: later rules. It is checked like a new one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import type { Lists } from '#loyalty/programme/types.ts';
import { admin } from '../../support/admin.ts';
import { openTestServer, type TestServer } from '../../support/test-server.ts';

const { programme, presentation } = demoCatalogue()[0]!;
const { id: _id, tz: _tz, currency: _currency, versions: _versions, ...LISTS } = programme;
const FROM = { from: '2099-01-01' };

let server: TestServer;
let dir: string;
beforeAll(async () => {
  server = await openTestServer();
  dir = mkdtempSync(path.join(tmpdir(), 'tessera-changes-'));
  await admin(server, ['merchant', 'add', 'tea-house', 'Tea House', 'EUR', '2', 'food,drinks']);
});
afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

function file(name: string, content: unknown): string {
  const target = path.join(dir, name);
  writeFileSync(target, JSON.stringify(content));
  return target;
}

async function published(id: string): Promise<void> {
  const own = file(`${id}.json`, { ...programme, id });
  const texts = file(`${id}.texts.json`, { ...presentation, programme: id });
  const options = { texts, merchants: 'copper-cup,tea-house' };
  expect(await admin(server, ['programme', 'publish', own], { options })).toMatchObject({ code: 0 });
}

function version(id: string, lists: Lists) {
  return admin(server, ['programme', 'version', id, file('next.json', lists)], { options: FROM });
}

test.each([
  ['a merchant twice', 'twice', { merchants: ['tea-house', 'tea-house'] }, /tea-house more than once/],
  ['words of another', 'foreign', { presentation: { ...presentation, programme: 'other' } }, /found "other"/],
  ['a merchant of another currency', 'money', { merchants: ['rial-shop'] }, /expected IRR with exp 0/],
])('a programme with %s gets no version', async (_name, id, broken, said) => {
  await admin(server, ['merchant', 'add', 'rial-shop', 'Rial Shop', 'IRR', '0', 'food']);
  await published(id);
  const row = Object.fromEntries(
    Object.entries(broken).map(([column, value]) => [column, JSON.stringify(value)]),
  );
  await server.db.updateTable('programme').set(row).where('id', '=', id).execute();
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
