// A programme as a file that people pass on: the bare definition, or with its words, its merchants and a seal.
import { err, ok, type Result } from '#base/result.ts';
import type { SaleFields } from '#loyalty/ledger/receipt-events.ts';
import { canonicalJson } from './canonical.ts';
import { lintPresentation } from './lint-presentation.ts';
import { lintProgramme } from './lint.ts';
import { MAX_DECLARATIONS, MAX_PARTS, MAX_PROBLEMS } from './limits.ts';
import { parseBoundedJson, parseProgramme } from './parse.ts';
import { type Presentation, presentationTable } from './presentation.ts';
import type { Problem, ProgrammeRefusal } from './problem.ts';
import { readWhole } from './read.ts';
import { choice, list, map, may, must, object, type TextShape } from './shape.ts';
import { programmeTable } from './table.ts';
import { fieldName, plainText } from './table-basics.ts';
import type { Programme } from './types.ts';

export interface ProgrammeFile {
  readonly tessera: 'programme';
  readonly definition: Programme;
  readonly presentation?: Presentation;
  /** Slugs of the merchants that take part. */
  readonly merchants?: readonly string[];
  readonly sales?: SaleFields;
  /** Standard base64 of a programme seal (LW1 type 48) over `sealedText`. */
  readonly seal?: string;
}

const slug: TextShape = {
  kind: 'text',
  pattern: /^[a-z0-9][a-z0-9-]*$/,
  maxLength: 64,
  what: 'the short name of a merchant, such as corner-cafe',
};
const base64: TextShape = {
  kind: 'text',
  pattern: /^[A-Za-z0-9+/]+={0,2}$/,
  maxLength: 1_000,
  what: 'a seal in base64',
};

const programmeFileTable = object<ProgrammeFile>({
  tessera: must(choice('programme'), 'What kind of file this is.'),
  definition: must(programmeTable, 'The rules.'),
  presentation: may(presentationTable, 'How it looks and speaks.'),
  merchants: may(list(slug, MAX_DECLARATIONS), 'Merchants that take part.'),
  sales: may(
    map(slug, map(fieldName, plainText, MAX_PARTS), MAX_DECLARATIONS),
    'What the rules know about a sale at each.',
  ),
  seal: may(base64, 'Signature of a merchant.'),
});

/** Reads a file from anywhere, as strictly as a definition; a refusal lists every problem with its place in the file. */
export function parseProgrammeFile(text: string): Result<ProgrammeFile, ProgrammeRefusal> {
  const json = parseBoundedJson(text);
  if (!json.ok) return json;
  const file = hasEnvelope(json.value)
    ? readWhole<ProgrammeFile, 'programme_invalid'>(programmeFileTable, json.value, 'programme_invalid')
    : bareFile(json.value);
  if (!file.ok) return file;
  const problems = lintFile(file.value, hasEnvelope(json.value) ? '/definition' : '');
  return problems.length === 0 ? file : err({ kind: 'programme_invalid', problems });
}

/** What a seal is over: all of the file but the seal itself, one text for one content. */
export function sealedText({ definition, presentation, merchants, sales }: ProgrammeFile): string {
  return canonicalJson({
    definition,
    ...(presentation !== undefined && { presentation }),
    ...(merchants !== undefined && { merchants }),
    ...(sales !== undefined && { sales }),
  });
}

/** Whether it says of itself that it is a file with more than the bare definition. */
export function hasEnvelope(json: unknown): boolean {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, 'tessera');
}

function bareFile(json: unknown): Result<ProgrammeFile, ProgrammeRefusal> {
  const definition = parseProgramme(json);
  return definition.ok ? ok({ tessera: 'programme', definition: definition.value }) : definition;
}

/** What forbids to use it: errors of the rules, words of another programme, letters that nobody could read. */
function lintFile({ definition, presentation }: ProgrammeFile, at: string): readonly Problem[] {
  const rules = lintProgramme(definition).map((problem) => ({ ...problem, path: at + problem.path }));
  const looks = presentation === undefined ? [] : lintPresentation(definition, presentation);
  const unfit = looks
    .filter(({ path }) => path === '/programme' || path === '/colour')
    .map((problem) => ({ ...problem, path: `/presentation${problem.path}` }));
  return [...rules, ...unfit].filter(({ severity }) => severity === 'error').slice(0, MAX_PROBLEMS);
}

/** Merchants that a bare definition names in its rules: where its sales would be. */
export function merchantsNamedIn(definition: Programme): readonly string[] {
  const found = new Set<string>();
  collectMerchants(definition, found);
  return [...found];
}

function collectMerchants(node: unknown, found: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    const named = key === 'merchant' ? [value].flat() : [];
    for (const name of named) if (typeof name === 'string' && slug.pattern.test(name)) found.add(name);
    collectMerchants(value, found);
  }
}
