// What may change of a published programme: later rules, an end, its words. What happened before is never judged anew.
import type { CatalogueProgramme } from '#api/catalogue.ts';
import { lintProgramme, loadProgramme } from '#loyalty/programme/lint.ts';
import { parsePresentation, type Presentation } from '#loyalty/programme/presentation.ts';
import { problemLine } from '#loyalty/programme/problem.ts';
import type { Lists, Programme } from '#loyalty/programme/types.ts';
import { explainProblems } from '#server/admin/explain-problems.ts';
import { parseJson } from '#server/admin/parse-json.ts';
import { isPublishable, type Publication } from '#server/admin/publish-problems.ts';
import { readText } from '#server/admin/read-text.ts';
import { readMerchants, readProgrammes } from '#server/catalogue-store.ts';
import { type Act, type AdminDeps, type Given, act, instantFromOption, noInstant } from './command.ts';

/** A version replaces every list from its instant on. */
export async function addVersion(
  deps: AdminDeps,
  [id, file]: readonly string[],
  { options }: Given,
): Promise<number> {
  const stored = await findPublished(deps, id!);
  const text = stored === undefined ? undefined : readText(deps, file!);
  const from = text === undefined ? undefined : instantToCome(deps, options.from);
  if (stored === undefined || text === undefined || from === undefined) return 1;
  const lists = parseJson(text);
  if (typeof lists !== 'object' || lists === null || Array.isArray(lists)) {
    deps.explain(`${file}: expected one object with the lists of the new version`);
    return 1;
  }
  return storeVersion(deps, stored, { act: 'programme version', file: file!, lists, from });
}

/** A version that gives nothing: no format says that a programme is over, and none has to. */
export async function endProgramme(
  deps: AdminDeps,
  [id]: readonly string[],
  { options }: Given,
): Promise<number> {
  const stored = await findPublished(deps, id!);
  const from = stored === undefined ? undefined : instantToCome(deps, options.from);
  if (stored === undefined || from === undefined) return 1;
  const loaded = loadProgramme(stored.definition);
  if (!loaded.ok) {
    for (const problem of loaded.error.problems) deps.explain(`${id}: ${problemLine(problem)}`);
    return 1;
  }
  const lists = endedLists(loaded.value);
  const reason = options.reason === undefined ? {} : { reason: options.reason };
  const code = await storeVersion(deps, stored, { act: 'programme end', file: id!, lists, from, ...reason });
  if (code === 0)
    deps.explain(
      `From ${from} on nothing is earned and nothing is given. What members hold stays, and is used and lapses as before. ` +
        `It can still be joined: tell members with programme words ${id} --texts FILE.`,
    );
  return code;
}

/** The last terms without what gives: rules only. Units, vouchers and rewards say what the things in people's hands are. */
export function endedLists(programme: Programme): Lists {
  const { units, metrics, segments, ladders, vouchers, rewards, benefits, feed, measures } =
    programme.versions?.at(-1) ?? programme;
  const kept = { units, metrics, segments, ladders, vouchers, rewards, benefits, feed, measures };
  return Object.fromEntries(Object.entries(kept).filter(([, list]) => list !== undefined));
}

export async function changeWords(
  deps: AdminDeps,
  [id]: readonly string[],
  { options }: Given,
): Promise<number> {
  const stored = await findPublished(deps, id!);
  if (stored === undefined) return 1;
  const presentation = readPresentation(deps, options.texts);
  const loaded = loadProgramme(stored.definition);
  if (presentation === undefined || !loaded.ok) return 1;
  const checked = { programme: loaded.value, presentation, file: id!, texts: options.texts! };
  if (!(await mayChange(deps, stored, checked))) return 1;
  await store(deps, { act: 'programme words', target: id! }, stored, { presentation });
  deps.print(id!);
  return 0;
}

/** Explains what is missing or wrong with the words in the file that `--texts` names. */
export function readPresentation(deps: AdminDeps, file: string | undefined): Presentation | undefined {
  if (file === undefined) {
    deps.explain('Name its words with --texts FILE.');
    return undefined;
  }
  const text = readText(deps, file);
  if (text === undefined) return undefined;
  const presentation = parsePresentation(parseJson(text));
  if (presentation.ok) return presentation.value;
  for (const problem of presentation.error.problems) deps.explain(`${file}: ${problemLine(problem)}`);
  return undefined;
}

async function findPublished(deps: AdminDeps, id: string): Promise<CatalogueProgramme | undefined> {
  const stored = (await readProgrammes(deps.db)).find(({ definition }) => definition['id'] === id);
  if (stored === undefined) deps.explain(`There is no programme ${id}.`);
  return stored;
}

function instantToCome({ clock, explain }: AdminDeps, text: string | undefined): string | undefined {
  const ms = instantFromOption(text ?? '');
  if (ms !== undefined && ms > clock.nowMs()) return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  explain(
    text !== undefined && ms === undefined
      ? noInstant('from', text)
      : 'Say since when with --from 2027-01-01, in the future: the past is settled.',
  );
  return undefined;
}

interface NewVersion {
  readonly act: string;
  /** Where its lists come from, as problems name it. */
  readonly file: string;
  readonly lists: object;
  readonly from: string;
  readonly reason?: string;
}

async function storeVersion(
  deps: AdminDeps,
  stored: CatalogueProgramme,
  { act: name, file, lists, from, reason }: NewVersion,
): Promise<number> {
  const earlier = (stored.definition['versions'] ?? []) as readonly object[];
  const definition = { ...stored.definition, versions: [...earlier, { ...lists, from }] };
  const loaded = loadProgramme(definition);
  const problems = loaded.ok ? lintProgramme(loaded.value) : loaded.error.problems;
  explainProblems(deps, file, problems);
  const words = parsePresentation(stored.presentation);
  if (!loaded.ok || !words.ok) return 1;
  const id = loaded.value.id;
  const checked = { programme: loaded.value, presentation: words.value, file, texts: `the words of ${id}` };
  if (!(await mayChange(deps, stored, checked))) return 1;
  const details = { from, version: earlier.length + 1, ...(reason === undefined ? {} : { reason }) };
  await store(deps, { act: name, target: id, details }, stored, { definition });
  deps.print(from);
  return 0;
}

type Checked = Pick<Publication, 'programme' | 'presentation' | 'file' | 'texts'>;

/** With those who take part already. */
async function mayChange(deps: AdminDeps, stored: CatalogueProgramme, checked: Checked): Promise<boolean> {
  const merchants = await readMerchants(deps.db);
  return isPublishable(deps, { ...checked, slugs: stored.merchants, merchants });
}

/** Refuses, by throwing, when somebody else changed it since it was read: theirs would be lost. */
async function store(
  deps: AdminDeps,
  done: Act,
  stored: CatalogueProgramme,
  change: { readonly definition?: object; readonly presentation?: object },
): Promise<void> {
  await act(deps, done, async (tx) => {
    const row = tx.selectFrom('programme').select(['definition', 'presentation']);
    const now = await row.where('id', '=', done.target).forUpdate().executeTakeFirstOrThrow();
    if (JSON.stringify([now.definition, now.presentation]) !== asRead(stored))
      throw new Error('somebody else changed this programme just now; look at it and try again');
    const columns = Object.entries(change).map(([name, value]) => [name, JSON.stringify(value)]);
    const update = tx.updateTable('programme').set(Object.fromEntries(columns));
    await update.where('id', '=', done.target).execute();
  });
}

function asRead({ definition, presentation }: CatalogueProgramme): string {
  return JSON.stringify([definition, presentation]);
}
