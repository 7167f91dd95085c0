import { checkProgrammeText } from '#loyalty/programme/check.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import { parsePresentation } from '#loyalty/programme/presentation.ts';
import { problemLine } from '#loyalty/programme/problem.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import { publishProblems, publishWarnings } from '#server/admin/publish-problems.ts';
import { readText } from '#server/admin/read-text.ts';
import { sealProgramme } from '#server/admin/seal-programme.ts';
import { readMerchants, readProgrammes } from '#server/catalogue-store.ts';
import {
  type AdminCommand,
  type AdminDeps,
  type Given,
  act,
  instantFromOption,
  noInstant,
} from '#server/admin/command.ts';

export const PROGRAMME_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['programme', 'check'],
    args: ['FILE'],
    about: 'every problem of a definition, with its place',
    run: async (deps, [file]) => ((await readChecked(deps, file!)) === undefined ? 1 : 0),
  },
  {
    words: ['programme', 'publish'],
    args: ['FILE'],
    options: ['texts', 'merchants'],
    about: 'a new programme: --texts FILE (names, colour, words), --merchants SLUG,SLUG (the issuer first)',
    run: publishProgramme,
  },
  {
    words: ['programme', 'version'],
    args: ['PROGRAMME', 'FILE'],
    options: ['from'],
    about: 'new lists of rules in force --from DATE on; FILE holds the lists only',
    run: addVersion,
  },
  {
    words: ['programme', 'seal'],
    args: ['FILE', 'MERCHANT'],
    about: "print FILE with the merchant's seal: wallets then show it as vouched for",
    run: sealProgramme,
  },
  {
    words: ['programme', 'list'],
    args: [],
    about: 'every programme: number, id, merchants',
    run: async ({ db, print }) => {
      for (const { number, definition, merchants } of await readProgrammes(db))
        print([number, String(definition['id']), merchants.join(',')].join('\t'));
      return 0;
    },
  },
];

async function readChecked(deps: AdminDeps, file: string): Promise<Programme | undefined> {
  const text = readText(deps, file);
  if (text === undefined) return undefined;
  const { ok, problems } = checkProgrammeText(text);
  for (const problem of problems)
    deps.explain(`${file}: ${problem.severity === 'warning' ? 'warning: ' : ''}${problemLine(problem)}`);
  const loaded = ok ? loadProgramme(JSON.parse(text)) : undefined;
  return loaded?.ok === true ? loaded.value : undefined;
}

async function publishProgramme(
  deps: AdminDeps,
  [file]: readonly string[],
  { options }: Given,
): Promise<number> {
  const programme = await readChecked(deps, file!);
  const text = options.texts === undefined ? undefined : readText(deps, options.texts);
  if (programme === undefined || text === undefined) {
    if (options.texts === undefined) deps.explain('Name its words with --texts FILE.');
    return 1;
  }
  const presentation = parsePresentation(parseJson(text));
  if (!presentation.ok) {
    for (const problem of presentation.error.problems)
      deps.explain(`${options.texts}: ${problemLine(problem)}`);
    return 1;
  }
  const slugs = (options.merchants ?? '').split(',').filter((each) => each !== '');
  const merchants = await readMerchants(deps.db);
  const unknown = slugs.find((slug) => !merchants.some((each) => each.slug === slug));
  if (slugs.length === 0 || unknown !== undefined) {
    deps.explain(
      unknown === undefined ? 'Name who takes part with --merchants.' : `There is no merchant ${unknown}.`,
    );
    return 1;
  }
  const words = { presentation: presentation.value, texts: options.texts! };
  const publication = { programme, file: file!, ...words, slugs, merchants };
  const problems = publishProblems(publication);
  for (const line of [...problems, ...publishWarnings(publication)]) deps.explain(line);
  if (problems.length > 0) return 1;
  const programmes = await readProgrammes(deps.db);
  if (programmes.some(({ definition }) => definition['id'] === programme.id)) {
    deps.explain(`${programme.id} is published already; change it with programme version.`);
    return 1;
  }
  const number = Math.max(0, ...programmes.map((each) => each.number)) + 1;
  const row = {
    id: programme.id,
    number,
    definition: JSON.stringify(programme),
    presentation: JSON.stringify(presentation.value),
    merchants: JSON.stringify(slugs),
    published_at: deps.clock.nowMs(),
  };
  const details = { number, merchants: slugs.join(',') };
  await act(deps, { act: 'programme publish', target: programme.id, details }, (tx) =>
    tx.insertInto('programme').values(row).execute(),
  );
  deps.print(String(number));
  return 0;
}

/** A version replaces every list from its instant on; what happened before is never judged anew. */
async function addVersion(
  deps: AdminDeps,
  [id, file]: readonly string[],
  { options }: Given,
): Promise<number> {
  const stored = (await readProgrammes(deps.db)).find(({ definition }) => definition['id'] === id);
  const text = readText(deps, file!);
  const fromMs = instantFromOption(options.from ?? '');
  if (stored === undefined || text === undefined || fromMs === undefined || fromMs <= deps.clock.nowMs()) {
    if (stored === undefined) deps.explain(`There is no programme ${id}.`);
    else if (text !== undefined && options.from !== undefined && fromMs === undefined)
      deps.explain(noInstant('from', options.from));
    else if (text !== undefined)
      deps.explain('Say since when with --from 2027-01-01, in the future: the past is settled.');
    return 1;
  }
  const lists = parseJson(text);
  if (typeof lists !== 'object' || lists === null || Array.isArray(lists)) {
    deps.explain(`${file}: expected one object with the lists of the new version`);
    return 1;
  }
  const earlier = (stored.definition['versions'] ?? []) as readonly { readonly from: string }[];
  const from = new Date(fromMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const definition = { ...stored.definition, versions: [...earlier, { ...lists, from }] };
  const loaded = loadProgramme(definition);
  if (!loaded.ok) {
    for (const problem of loaded.error.problems) deps.explain(`${file}: ${problemLine(problem)}`);
    return 1;
  }
  const details = { from, version: earlier.length + 1 };
  await act(deps, { act: 'programme version', target: id!, details }, (tx) =>
    tx
      .updateTable('programme')
      .set({ definition: JSON.stringify(definition) })
      .where('id', '=', id!)
      .execute(),
  );
  deps.print(from);
  return 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
