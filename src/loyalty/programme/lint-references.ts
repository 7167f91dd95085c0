// Ids: unique in each list, consistent across versions, and every reference resolves.
import { editionsOf } from './editions.ts';
import type { Edition } from './editions.ts';
import { MAX_PROBLEMS } from './limits.ts';
import { childPath, quoteShort } from './problem.ts';
import { didYouMean } from './read-scalar.ts';
import type { Report } from './report.ts';
import { closestWord } from './suggest.ts';
import { LIST_NAMES } from './table.ts';
import type { Id, Programme } from './types.ts';
import { visitLists, visitProgramme } from './visit.ts';

export function lintReferences(programme: Programme, report: Report): void {
  const marks = marksSet(programme);
  for (const edition of editionsOf(programme)) {
    lintUnique(edition, report);
    lintEdition(edition, programme, marks, report);
  }
  lintScales(programme, report);
}

/** Marks may be set in one version and read in a later one. */
function marksSet(programme: Programme): ReadonlySet<Id> {
  const marks = new Set<Id>();
  visitProgramme(programme, { MarkSet: (mark) => void marks.add(mark) });
  return marks;
}

function lintUnique(edition: Edition, report: Report): void {
  for (const list of LIST_NAMES) {
    reportRepeated(edition.lists[list] ?? [], `${edition.path}/${list}`, report);
  }
  (edition.lists.ladders ?? []).forEach((ladder, index) => {
    reportRepeated(ladder.tiers, `${edition.path}/ladders/${index}/tiers`, report);
  });
}

function reportRepeated(items: readonly { readonly id: Id }[], path: string, report: Report): void {
  const seen = new Map<Id, number>();
  items.forEach(({ id }, index) => {
    const first = seen.get(id);
    if (first === undefined) seen.set(id, index);
    else
      report.error(
        `${path}/${index}/id`,
        'duplicate_id',
        quoteShort(id),
        `an id not used at ${path}/${first}`,
      );
  });
}

function lintEdition(
  { lists, path, declared }: Edition,
  programme: Programme,
  marks: ReadonlySet<Id>,
  report: Report,
): void {
  const resolve = (kind: string, words: readonly Id[]) => (id: Id, at: string) => {
    // Nobody sees more, and what was meant takes long to guess.
    if (words.includes(id) || report.problems.length >= MAX_PROBLEMS) return;
    report.error(at, 'unresolved', quoteShort(id), expectedOf(kind, id, words));
  };
  const own = {
    unit: resolve('unit', [...declared.units.keys()]),
    metric: resolve('metric', [...declared.metrics.keys()]),
    ladder: resolve('ladder', [...declared.ladders.keys()]),
  };
  const tier = (ladder: Id, id: Id, at: string): void => {
    const tiers = declared.ladders.get(ladder)?.tiers.map((known) => known.id);
    if (tiers) resolve(`tier of ${quoteShort(ladder)}`, tiers)(id, at);
  };
  const foreignOr = (local: (id: Id, at: string) => void) => (reference: Id, at: string) => {
    if (!reference.includes('/')) local(reference, at);
    else lintForeign(reference, programme, at, report);
  };
  visitLists(lists, path, {
    UnitRef: own.unit,
    VoucherRef: resolve('voucher', [...declared.vouchers]),
    SegmentRef: resolve('segment', [...declared.segments.keys()]),
    LadderRef: own.ladder,
    MetricRef: foreignOr(own.metric),
    MarkRef: (mark, at) => {
      if (!marks.has(mark)) {
        report.error(
          at,
          'mark_never_set',
          quoteShort(mark),
          expectedOf('mark that an effect sets', mark, [...marks]),
        );
      }
    },
    TierRef: ([ladder, id], at) => {
      foreignOr(own.ladder)(ladder, `${at}/0`);
      tier(ladder, id, `${at}/1`);
    },
    Grant: (grant, at) => {
      own.ladder(grant.ladder, `${at}/ladder`);
      tier(grant.ladder, grant.tier, `${at}/tier`);
    },
    RateTable: (table, at) => {
      if (!table.by.startsWith('tier:')) return;
      const ladder = table.by.slice('tier:'.length);
      foreignOr(own.ladder)(ladder, `${at}/by`);
      for (const id of Object.keys(table.of)) tier(ladder, id, childPath(`${at}/of`, id));
    },
  });
}

function lintForeign(reference: Id, programme: Programme, at: string, report: Report): void {
  const other = reference.slice(0, reference.indexOf('/'));
  if (programme.needs?.includes(other)) return;
  report.error(
    at,
    'foreign_not_needed',
    quoteShort(reference),
    `${quoteShort(other)} to be listed in /needs`,
  );
}

function expectedOf(kind: string, id: Id, known: readonly Id[]): string {
  const some = known.slice(0, 8).join(', ');
  const list = known.length === 0 ? 'none is declared' : `${some}${known.length > 8 ? ', …' : ''}`;
  return `a declared ${kind} (${list})${didYouMean(closestWord(id, known))}`;
}

/** A balance carries over from version to version, so its decimal places must not change under it. */
function lintScales(programme: Programme, report: Report): void {
  const scales = new Map<Id, number>();
  for (const { lists, path } of editionsOf(programme)) {
    (lists.units ?? []).forEach(({ id, scale }, index) => {
      const before = scales.get(id) ?? scale;
      scales.set(id, before);
      if (scale === before) return;
      report.error(
        `${path}/units/${index}/scale`,
        'inconsistent_versions',
        String(scale),
        `${before}, as in the other versions`,
      );
    });
  }
}
