import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { base64FromBytes } from '#base/bytes.ts';
import { parseProgrammeFile, sealedText } from '#loyalty/programme/programme-file.ts';
import { makeProgrammeSeal } from '#protocol/programme-seal.ts';
import { createSigner, generateSigningKey } from '#protocol/signer.ts';

const folder = mkdtempSync(join(tmpdir(), 'programmes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const presets = 'src/loyalty/programme/presets';

function check(...files: readonly string[]): {
  readonly lines: readonly string[];
  readonly code: number | null;
} {
  const run = spawnSync(process.execPath, ['test/programme/check-cli.ts', ...files], { encoding: 'utf8' });
  return { lines: run.stdout.trimEnd().split('\n'), code: run.status };
}

test('good files pass in silence', () => {
  const run = check(`${presets}/copper-cup.json`, `${presets}/published/baman.json`);
  expect(run).toEqual({ lines: ['2 passed, 0 failed'], code: 0 });
});

test('a fault is printed with file, path, found and expected, a warning does not fail', () => {
  const bad = join(folder, 'bad.json');
  writeFileSync(bad, '{"id":"x","tz":"UTC","currency":{"code":"EUR","exp":2},"rulez":[]}');
  const run = check(bad, `${presets}/published/engine-lab.json`, join(folder, 'absent.json'));
  expect(run.code).toBe(1);
  expect(run.lines).toHaveLength(4);
  expect(run.lines[0]).toMatch(
    /bad\.json: \/rulez: found the key "rulez", expected .*did you mean "rules"\?/,
  );
  expect(run.lines[1]).toMatch(
    /engine-lab\.json: warning: \/rules\/0\/do\/0\/earn: found points worth up to 7\/5/,
  );
  expect(run.lines[2]).toContain('absent.json');
  expect(run.lines[3]).toBe('1 passed, 2 failed');
});

test('a sealed file says in whose name, and one that was changed afterwards fails', async () => {
  const definition = JSON.parse(readFileSync(`${presets}/copper-cup.json`, 'utf8')) as object;
  const parsed = parseProgrammeFile(JSON.stringify({ tessera: 'programme', definition, merchants: ['a'] }));
  if (!parsed.ok) throw new Error('refused');
  const content = { programmeId: 'copper-cup', text: sealedText(parsed.value) };
  const signer = await createSigner(await generateSigningKey({ extractable: false }));
  const merchantId = new Uint8Array(8).fill(0xab);
  const seal = base64FromBytes(await makeProgrammeSeal({ content, merchantId, issuedAtS: 0 }, signer));
  const [good, changed] = [join(folder, 'sealed.json'), join(folder, 'changed.json')];
  writeFileSync(good, JSON.stringify({ ...parsed.value, seal }));
  writeFileSync(changed, JSON.stringify({ ...parsed.value, merchants: ['b'], seal }));
  expect(check(good).lines).toEqual([
    `${good}: sealed on 1970-01-01 in the name of merchant abababababababab`,
    '1 passed, 0 failed',
  ]);
  expect(check(changed)).toEqual({
    lines: [`${changed}: the seal is not of this file (parts_disagree)`, '0 passed, 1 failed'],
    code: 1,
  });
});
