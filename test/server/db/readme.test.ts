import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('every table that a migration makes has its row in the README', () => {
  const migrations = globSync('src/server/db/migrations/*.ts').map((file) => readFileSync(file, 'utf8'));
  const made = migrations.flatMap((text) =>
    [...text.matchAll(/CREATE TABLE IF NOT EXISTS (\w+)/g)].map(([, table]) => table!),
  );
  expect(made.length).toBeGreaterThan(30);
  const readme = readFileSync('src/server/README.md', 'utf8');
  const rows = readme.match(/^\| `.*$/gm) ?? [];
  const named = new Set(rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, table]) => table)));
  expect(made.filter((table) => !named.has(table))).toEqual([]);
});
