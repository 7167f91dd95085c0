import { describe, expect, test } from 'vitest';
import { sha256HexOfText } from '#base/sha256.ts';
import { loadProgrammes } from '#loyalty/engine/load.ts';
import { canonicalJson } from '#loyalty/programme/canonical.ts';
import { timesLonger } from '../../support/times-longer.ts';
import { load, programme, tell } from './tiny.ts';

function refusalOf(...definitions: Parameters<typeof loadProgrammes>[0]) {
  const loaded = loadProgrammes(definitions);
  return loaded.ok ? undefined : loaded.error;
}

describe('loading', () => {
  test.each([
    [
      'a zone that the tables do not hold',
      [programme({ tz: 'Mars/Olympus' })],
      { kind: 'unknown_zone', path: 'shop.tz' },
    ],
    ['one programme twice', [programme({}), programme({})], { kind: 'duplicate_programme', path: 'shop.id' }],
    [
      'a need that nobody meets',
      [programme({ needs: ['other'] })],
      { kind: 'missing_programme', path: 'shop.needs' },
    ],
    [
      'programmes that need each other',
      [programme({ needs: ['b'] }), programme({ id: 'b', needs: ['shop'] })],
      { kind: 'cyclic_needs' },
    ],
  ])('%s is refused', (_, definitions, refusal) => {
    expect(refusalOf(...definitions)).toMatchObject(refusal);
  });

  test('programmes that are read come first', () => {
    const loaded = load(programme({ id: 'reader', needs: ['read'] }), programme({ id: 'read' }));
    expect(loaded.map(({ id, index }) => [id, index])).toEqual([
      ['read', 0],
      ['reader', 1],
    ]);
  });

  test('the hash is SHA-256 of the canonical definition, whatever the order of its keys', () => {
    const units = [{ id: 'p', scale: 0 as const }];
    const hash = load(programme({ units }))[0]!.versions[0]!.hash;
    expect(hash).toBe(sha256HexOfText(canonicalJson(programme({ units }))));
    const turned = Object.fromEntries(Object.entries(programme({ units })).toReversed());
    expect(load(turned as unknown as ReturnType<typeof programme>)[0]!.versions[0]!.hash).toBe(hash);
  });

  test('a later version does not change the hash of an earlier one', () => {
    const first = { from: '2020-01-01T00:00:00Z', units: [{ id: 'p', scale: 0 as const }] };
    const second = { from: '2021-01-01T00:00:00Z', units: [{ id: 'p', scale: 0 as const }] };
    const hashes = (versions: readonly (typeof first)[]) =>
      load(programme({ versions }))[0]!.versions.map(({ hash }) => hash);
    expect(hashes([first, second])[1]).toBe(hashes([first])[1]);
    expect(hashes([first, second])[2]).not.toBe(hashes([first])[1]);
  });
});

test('without programmes there are no outcomes and nothing fails', () => {
  expect(tell([], [{ id: 'a', amount: 1 }]).replayed.outcomes.size).toBe(0);
});

test('four times the metrics take about four times as long to load, not sixteen times', () => {
  const shopOf = (count: number) =>
    programme({
      versions: Array.from({ length: count }, (_, version) => ({
        from: `20${30 + version}-01-01T00:00:00Z`,
        metrics: Array.from({ length: 300 }, (_each, index) => ({
          id: `m${index}`,
          on: { type: `t${version}x${index % 299}` },
          agg: 'count' as const,
        })),
      })),
    });
  const [small, large] = [shopOf(2), shopOf(8)];
  const loaded = loadProgrammes([large]);
  expect(loaded.ok && loaded.value[0]!.collectors).toHaveLength(8 * 299);
  const growth = timesLonger(
    () => loadProgrammes([small]),
    () => loadProgrammes([large]),
  );
  expect(growth).toBeLessThan(12);
});
