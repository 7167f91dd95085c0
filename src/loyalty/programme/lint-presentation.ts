import { contrastWithWhite } from './contrast.ts';
import { editionsOf } from './editions.ts';
import { quoteShort } from './problem.ts';
import type { Problem } from './problem.ts';
import { LANGUAGES, RULE_PLACEHOLDERS } from './presentation.ts';
import type { Presentation, Words } from './presentation.ts';
import { createReport } from './report.ts';
import type { Report } from './report.ts';
import { countsAction } from './self-report.ts';
import type { Id, Programme, Rule } from './types.ts';

const MIN_CONTRAST = 450;

/**
 * Whether the words cover the programme: each unit, ladder, tier, voucher, reward, benefit and feed item of any version, and a sentence
 * for each rule that credits or issues, with the same known placeholders in every language; and whether white text can be
 * read on the colour.
 */
export function lintPresentation(programme: Programme, presentation: Presentation): readonly Problem[] {
  const report = createReport();
  if (presentation.programme !== programme.id) {
    report.error('/programme', 'unresolved', quoteShort(presentation.programme), quoteShort(programme.id));
  }
  const contrast = contrastWithWhite(presentation.colour);
  if (contrast < MIN_CONTRAST) {
    const found = `${presentation.colour} (contrast ${contrast / 100})`;
    report.error('/colour', 'out_of_range', found, 'a contrast of at least 4.5 with white');
  }
  (presentation.assumed ?? []).forEach((pointer, index) => {
    if (valueAt(programme, pointer) !== undefined) return;
    report.error(`/assumed/${index}`, 'unresolved', pointer, 'a place in the definition');
  });
  lintNames(programme, presentation, report);
  for (const action of Object.keys(presentation.activities ?? {})) {
    if (countsAction(programme, action)) continue;
    report.error(
      `/activities/${action}`,
      'unresolved',
      quoteShort(action),
      'an action that a rule or metric counts',
    );
  }
  for (const [id, words] of Object.entries(presentation.rules ?? {}))
    lintSentence(words, `/rules/${id}`, report);
  return report.problems;
}

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const key of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function lintNames(programme: Programme, presentation: Presentation, report: Report): void {
  const need = (path: string, words: object | undefined, id: Id): void => {
    if (words !== undefined && Object.hasOwn(words, id)) return;
    report.error(`${path}/${id}`, 'missing_key', 'nothing', `a text in ${LANGUAGES.length} languages`);
  };
  for (const { lists } of editionsOf(programme)) {
    for (const list of ['units', 'ladders', 'vouchers', 'rewards', 'benefits', 'feed'] as const) {
      for (const { id } of lists[list] ?? []) need(`/${list}`, presentation[list], id);
    }
    for (const { id, tiers } of lists.ladders ?? []) {
      const known = presentation.ladders?.[id];
      for (const tier of known === undefined ? [] : tiers) {
        need(`/ladders/${id}/tiers`, known!.tiers, tier.id);
      }
    }
    for (const rule of lists.rules ?? []) if (isFelt(rule)) need('/rules', presentation.rules, rule.id);
  }
}

/** Marks and tags stay in the background; what credits, issues or grants is shown and must be explained. */
function isFelt(rule: Rule): boolean {
  return rule.do.some((effect) => 'earn' in effect || 'issue' in effect || 'grant' in effect);
}

function lintSentence(words: Words, path: string, report: Report): void {
  const expected = placeholdersOf(words.en);
  for (const name of expected) {
    if (RULE_PLACEHOLDERS.includes(name)) continue;
    report.error(`${path}/en`, 'not_a_choice', `{${name}}`, `one of {${RULE_PLACEHOLDERS.join('}, {')}}`);
  }
  for (const language of LANGUAGES) {
    const found = placeholdersOf(words[language]);
    if (found.join() === expected.join()) continue;
    const shown = found.length === 0 ? 'no placeholders' : `{${found.join('}, {')}}`;
    report.error(
      `${path}/${language}`,
      'contradiction',
      shown,
      `those of English: {${expected.join('}, {')}}`,
    );
  }
}

function placeholdersOf(text: string): readonly string[] {
  return [...text.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]!).toSorted();
}
