// Programmes that read others, as a wallet and the server load them out of a catalogue.
import { describe, expect, test } from 'vitest';
import type { CatalogueProgramme } from '#api/catalogue.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { eventsOfGroup, ownPart, ownState, type ProgrammeGroup } from '#loyalty/ledger/programme-group.ts';
import { enrolEvent, purchaseEvent } from '#loyalty/ledger/receipt-events.ts';
import { publishedOffers } from '#loyalty/programme/presets/published/offers.ts';
import type { TrustedCatalogue } from '#worker/shared/catalogue.ts';
import { usableCatalogueFrom } from '#worker/shared/programmes.ts';
import type { ScenarioFile } from '../../golden/notation.ts';
import { runScenario } from '../../golden/run-scenario.ts';
import scenarios from '../../golden/scenarios.json' with { type: 'json' };

const ENTRIES = publishedOffers().map(({ programme, presentation, merchants, sales }, index) => ({
  number: index + 1,
  definition: programme as unknown as CatalogueProgramme['definition'],
  presentation: presentation as unknown as CatalogueProgramme['presentation'],
  merchants: [...merchants],
  sales,
}));

function catalogueOf(programmes: readonly CatalogueProgramme[]): TrustedCatalogue {
  return { reply: { programmes, merchants: [] } } as unknown as TrustedCatalogue;
}

function groupIn(catalogue: TrustedCatalogue, id: string): ProgrammeGroup | undefined {
  return usableCatalogueFrom(catalogue).programmes.find((programme) => programme.id === id)?.group;
}

const all = catalogueOf(ENTRIES);
const marriott = groupIn(all, 'marriott-88')!;

test('every published programme is usable, those that read others too', () => {
  expect(usableCatalogueFrom(all).programmes).toHaveLength(25);
  expect(marriott.loaded.map(({ id }) => id)).toEqual(['alibaba-88', 'marriott-88']);
});

test('a programme whose needed one is missing is left out, the others go on', () => {
  const without = ENTRIES.filter(({ definition }) => definition['id'] !== 'alibaba-88');
  const ids = usableCatalogueFrom(catalogueOf(without)).programmes.map(({ id }) => id);
  expect(ids).toHaveLength(22);
  expect(ids).not.toContain('marriott-88');
});

test('a programme that reads a tier which the other one lacks is left out', () => {
  const bare = ENTRIES.map((entry) =>
    entry.definition['id'] === 'alibaba-88'
      ? { ...entry, definition: { ...entry.definition, ladders: [] } }
      : entry,
  );
  expect(groupIn(catalogueOf(bare), 'marriott-88')).toBeUndefined();
});

const file = scenarios as unknown as ScenarioFile;
const together = file.systems
  .flatMap((system) => system.scenarios)
  .filter(({ programmes }) => programmes.some((name) => name === 'marriott-88' || name === 'alibaba-apass'));

describe('a group out of the catalogue tells what the golden scenarios expect', () => {
  test('there are such scenarios', () => expect(together.length).toBeGreaterThan(3));

  test.each(together.map((scenario) => [scenario.id, scenario] as const))('%s', (_, scenario) => {
    const group = groupIn(
      all,
      scenario.programmes.find((name) => name !== 'alibaba-88')!,
    )!;
    expect(group.loaded.map(({ id }) => id)).toEqual(expect.arrayContaining([...scenario.programmes]));
    const differences = runScenario(scenario, undefined, (_loaded, events, queries) =>
      replay(group.loaded, events, queries),
    );
    expect(differences).toEqual([]);
  });
});

describe('the log of a member, as a group sees it', () => {
  const join = (recordId: string, programmeId: string) =>
    enrolEvent({ recordId, atMs: Date.UTC(2026, 0, 5), memberId: 'm', programmeId });
  const sale = (receiptId: string, merchantSlug: string) =>
    purchaseEvent({
      receiptId,
      atS: Date.UTC(2026, 0, 6) / 1000,
      memberId: 'm',
      merchantSlug,
      facts: { lines: [{ amountMinor: 10_000, category: 'goods' }] },
    });
  const log = [
    join('j1', 'alibaba-88'),
    join('j2', 'marriott-88'),
    sale('s1', 'taobao'),
    sale('s2', 'marriott'),
  ];

  test('holds what each of its programmes counts, in that programme’s terms', () => {
    const seen = new Map(eventsOfGroup(log, marriott).map((event) => [event.id, event]));
    expect([...seen.keys()].toSorted()).toEqual(['j1', 'j2', 's1', 's2']);
    expect(seen.get('s1')).toMatchObject({
      type: 'purchase',
      platform: 'taobao',
      lines: [{ store: 'taobao' }],
    });
    expect(seen.get('s2')).toMatchObject({ type: 'night', brand: 'marriott' });
  });

  test('is empty before the programme itself is joined, whatever else is', () => {
    expect(
      eventsOfGroup(
        log.filter(({ id }) => id !== 'j2'),
        marriott,
      ),
    ).toEqual([]);
  });

  test('counts nothing for a needed programme that was not joined', () => {
    const ids = eventsOfGroup(
      log.filter(({ id }) => id !== 'j1'),
      marriott,
    ).map(({ id }) => id);
    expect(ids).toEqual(['j2', 's2']);
  });

  test('is answered under plain ids, of the programme itself only', () => {
    const { states, postings } = replay(marriott.loaded, eventsOfGroup(log, marriott), [
      { at: '2026-02-01T00:00:00+08:00', member: 'm' },
    ]);
    const own = ownState(states[0]!, marriott);
    expect(own.tier).toEqual({ elite: null });
    expect(own.metric).toEqual({ nights: 0 });
    expect([own.balance, own.vouchers]).toEqual([{}, {}]);
    expect([own.at, own.member]).toEqual([states[0]!.at, 'm']);
    expect(ownPart(postings, marriott)).toEqual([]);
  });
});
