// What contradicts itself between a definition, its words and the merchants that take part: each may be right alone.
import { lintPresentation } from '#loyalty/programme/lint-presentation.ts';
import type { Presentation } from '#loyalty/programme/presentation.ts';
import { problemLine, quoteShort } from '#loyalty/programme/problem.ts';
import type { Match, Programme } from '#loyalty/programme/types.ts';
import { visitProgramme } from '#loyalty/programme/visit.ts';
import type { StoredMerchant } from '#server/catalogue-store.ts';
import type { AdminDeps } from './command.ts';

export interface Publication {
  readonly programme: Programme;
  /** The file with what is new of the definition, as the operator named it. */
  readonly file: string;
  readonly presentation: Presentation;
  /** The file with the words, or what stands for it. */
  readonly texts: string;
  /** Slugs of those who take part, as the operator named them. */
  readonly slugs: readonly string[];
  readonly merchants: readonly StoredMerchant[];
}

/** Of a programme that is to be published, or to change after it was. Explains what must be mended before, and what else is odd. */
export function isPublishable({ explain }: Pick<AdminDeps, 'explain'>, publication: Publication): boolean {
  const problems = publishProblems(publication);
  const warnings = [...impossibleMatches(publication), ...missingWords(publication)];
  for (const line of [...problems, ...warnings]) explain(line);
  return problems.length === 0;
}

function publishProblems(publication: Publication): readonly string[] {
  return [...repeated(publication), ...foreignWords(publication), ...otherCurrencies(publication)];
}

function repeated({ slugs }: Publication): readonly string[] {
  const twice = new Set(slugs.filter((slug, index) => slugs.indexOf(slug) < index));
  return [...twice].map((slug) => `--merchants: found ${slug} more than once, expected each merchant once`);
}

function foreignWords({ programme, presentation, texts }: Publication): readonly string[] {
  const problems = lintPresentation(programme, presentation).filter(({ path }) => path === '/programme');
  return problems.map((problem) => `${texts}: ${problemLine(problem)}`);
}

// Amounts are never converted: 4.50 euros would be judged as 450 rials.
function otherCurrencies({ programme, file, slugs, merchants }: Publication): readonly string[] {
  const { code, exp } = programme.currency;
  return merchants
    .filter(({ slug, currency }) => slugs.includes(slug) && !isCurrency(currency, code, exp))
    .map(({ slug, currency: own }) => {
      const expected = `${own.code} with exp ${own.exponent}, the currency of ${slug}`;
      return `${file}: /currency: found ${code} with exp ${exp}, expected ${expected}`;
    });
}

function isCurrency({ code, exponent }: StoredMerchant['currency'], wanted: string, exp: number): boolean {
  return code === wanted && exponent === exp;
}

/** What people would read an id for, and words that fit nothing. */
function missingWords({ programme, presentation, texts }: Publication): readonly string[] {
  const problems = lintPresentation(programme, presentation).filter(({ path }) => path !== '/programme');
  return problems.map((problem) => `${texts}: warning: ${problemLine(problem)}`);
}

/** Conditions that no sale of those who take part can meet. */
function impossibleMatches({ programme, file, slugs }: Publication): readonly string[] {
  const lines: string[] = [];
  const expected = `one of ${slugs.join(', ')}, who take part`;
  visitProgramme(programme, {
    Match: (match, path) => {
      const named = merchantsOf(match);
      if (named.length === 0 || named.some((slug) => slugs.includes(slug))) return;
      const found = quoteShort(named.join(', '));
      lines.push(`${file}: warning: ${path}/where/merchant: found ${found}, expected ${expected}`);
    },
  });
  return lines;
}

function merchantsOf({ where }: Match): readonly string[] {
  return [where?.['merchant'] ?? []].flat().filter((each) => typeof each === 'string');
}
