import { describe, expect, test } from 'vitest';
import { EXCEPTIONS, type RoomRule, ROOMS } from './rooms.ts';
import { type Import, readSources, type Source } from './sources.ts';

const sources = readSources();

describe('the judge sees the house', () => {
  test('it read many files and their imports', () => {
    expect(sources.length).toBeGreaterThan(40);
    expect(sources.flatMap((source) => source.imports).length).toBeGreaterThan(100);
  });

  test('every room on disk is in the table and every room of the table is on disk', () => {
    expect([...new Set(sources.map((source) => source.room))].sort()).toEqual(Object.keys(ROOMS).sort());
  });

  test('every exception names a file that exists', () => {
    const paths = sources.map((source) => source.path);
    expect(Object.keys(EXCEPTIONS).filter((path) => !paths.includes(path))).toEqual([]);
  });

  test('a forbidden import would be seen', () => {
    const planted = {
      path: 'loyalty/x.ts',
      room: 'loyalty',
      text: '',
      code: '',
      imports: [{ specifier: 'dexie', typeOnly: false }],
    };
    expect(problemsOf(planted)).toEqual(['dexie']);
  });
});

describe('walls', () => {
  test.each(sources.map((source) => [source.path, source] as const))(
    '%s imports only what its room may',
    (_, source) => {
      expect(problemsOf(source)).toEqual([]);
    },
  );

  test.each(sources.map((source) => [source.path, source] as const))(
    '%s names nothing its room must not see',
    (_, source) => {
      const seen = ruleOf(source).banned?.filter((name) => mentions(source.code, name));
      expect(seen ?? []).toEqual([]);
    },
  );

  test('no room is entered by climbing, and there are no cycles between files', () => {
    const climbing = sources.filter((source) =>
      source.imports.some(({ specifier }) => specifier.startsWith('../')),
    );
    expect(climbing.map((source) => source.path)).toEqual([]);
    expect(cycleAmong(sources)).toEqual([]);
  });
});

function ruleOf(source: Source): RoomRule {
  const rule = ROOMS[source.room];
  if (!rule) throw new Error(`src/${source.room} is not in the table`);
  return { ...rule, ...EXCEPTIONS[source.path] };
}

function problemsOf(source: Source): string[] {
  const rule = ruleOf(source);
  return source.imports
    .filter((found) => !allowed(found, source.room, rule))
    .map(({ specifier }) => specifier);
}

function allowed({ specifier, typeOnly }: Import, room: string, rule: RoomRule): boolean {
  if (specifier.startsWith('./')) return true;
  if (specifier.startsWith('#')) {
    const target = specifier.slice(1).split('/')[0]!;
    if (target === room || rule.rooms.includes(target)) return true;
    // An app's composition root names its worker's file by `?worker`: a URL, not an import of code.
    if (specifier.endsWith('?worker') && target === 'worker') return true;
    return typeOnly && (rule.typesOf ?? []).includes(target);
  }
  return rule.packages.some((name) =>
    name.endsWith('*')
      ? specifier.startsWith(name.slice(0, -1))
      : specifier === name || specifier.startsWith(`${name}/`),
  );
}

function mentions(code: string, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s+`);
  return new RegExp(String.raw`(?<![\w$.#])${escaped}(?![\w$:?])`).test(code);
}

/** The first import cycle found, type imports included, as the list of its files. */
function cycleAmong(all: readonly Source[]): string[] {
  const byPath = new Map(all.map((source) => [source.path, source]));
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    done.add(path);
    for (const { specifier } of byPath.get(path)?.imports ?? []) {
      const cycle = walk(targetOf(path, specifier), [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    return [];
  };
  for (const { path } of all) {
    const cycle = walk(path, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

function targetOf(from: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1).replace(/\?.*$/, '');
  if (specifier.startsWith('./')) return `${from.split('/').slice(0, -1).join('/')}/${specifier.slice(2)}`;
  return specifier;
}
