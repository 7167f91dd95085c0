import { editionsOf } from './editions.ts';
import { findCycle } from './graph.ts';
import { childPath, quoteShort } from './problem.ts';
import type { Problem } from './problem.ts';
import { createReport } from './report.ts';
import type { Report } from './report.ts';
import type { Id, Programme } from './types.ts';
import { visitProgramme } from './visit.ts';

/**
 * Checks a set of programmes that will be evaluated together: ids differ, `needs` is complete and has no ring, and each
 * `programme/id` names something the other programme declares. Paths start with the index in the given list.
 */
export function lintTogether(programmes: readonly Programme[]): readonly Problem[] {
  const report = createReport();
  const known = new Map<Id, Programme>();
  programmes.forEach((programme, index) => {
    if (known.has(programme.id)) {
      report.error(
        `/${index}/id`,
        'duplicate_id',
        quoteShort(programme.id),
        'an id that no other programme has',
      );
    } else known.set(programme.id, programme);
  });
  programmes.forEach((programme, index) => {
    lintNeeds(programme, index, known, report);
    lintForeignNames(programme, index, known, report);
  });
  const cycle = findCycle([...known.keys()], (id) => known.get(id)?.needs ?? []);
  if (cycle !== undefined) {
    const index = programmes.findIndex(({ id }) => id === cycle[0]);
    report.error(
      `/${index}/needs`,
      'needs_cycle',
      cycle.join(' -> '),
      'programmes that do not need themselves',
    );
  }
  return report.problems;
}

function lintNeeds(
  { needs }: Programme,
  index: number,
  known: ReadonlyMap<Id, Programme>,
  report: Report,
): void {
  (needs ?? []).forEach((id, at) => {
    if (known.has(id)) return;
    report.error(`/${index}/needs/${at}`, 'needs_missing', quoteShort(id), 'a programme that is loaded too');
  });
}

function lintForeignNames(
  programme: Programme,
  index: number,
  known: ReadonlyMap<Id, Programme>,
  report: Report,
): void {
  const resolve = (reference: Id, path: string, names: (other: Programme) => readonly Id[]): void => {
    const [other, id] = reference.split('/') as [Id, Id | undefined];
    const owner = id === undefined ? undefined : known.get(other);
    if (owner === undefined || names(owner).includes(id!)) return;
    report.error(`/${index}${path}`, 'unresolved', quoteShort(reference), `something that ${other} declares`);
  };
  visitProgramme(programme, {
    MetricRef: (reference, path) => resolve(reference, path, metricsOf),
    TierRef: ([ladder, tier], path) => {
      resolve(ladder, `${path}/0`, laddersOf);
      if (ladder.includes('/')) resolve(`${ladder}.${tier}`, `${path}/1`, tiersOf);
    },
    RateTable: ({ by, of }, path) => {
      const ladder = by.replace(/^tier:/, '');
      if (!by.startsWith('tier:') || !ladder.includes('/')) return;
      resolve(ladder, `${path}/by`, laddersOf);
      for (const tier of Object.keys(of))
        resolve(`${ladder}.${tier}`, childPath(`${path}/of`, tier), tiersOf);
    },
  });
}

function metricsOf(programme: Programme): readonly Id[] {
  return editionsOf(programme).flatMap(({ lists }) => (lists.metrics ?? []).map(({ id }) => id));
}
function laddersOf(programme: Programme): readonly Id[] {
  return editionsOf(programme).flatMap(({ lists }) => (lists.ladders ?? []).map(({ id }) => id));
}
function tiersOf(programme: Programme): readonly Id[] {
  const ladders = editionsOf(programme).flatMap(({ lists }) => lists.ladders ?? []);
  return ladders.flatMap(({ id, tiers }) => tiers.map((tier) => `${id}.${tier.id}`));
}
