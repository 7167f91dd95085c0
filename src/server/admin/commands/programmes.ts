import { checkProgrammeText } from '#loyalty/programme/check.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import { addVersion, changeWords, endProgramme, readPresentation } from '#server/admin/change-programme.ts';
import { explainProblems } from '#server/admin/explain-problems.ts';
import { isPublishable } from '#server/admin/publish-problems.ts';
import { readText } from '#server/admin/read-text.ts';
import { sealProgramme } from '#server/admin/seal-programme.ts';
import { readMerchants, readProgrammes } from '#server/catalogue-store.ts';
import { type AdminCommand, type AdminDeps, type Given, act } from '#server/admin/command.ts';

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
    words: ['programme', 'end'],
    args: ['PROGRAMME'],
    options: ['from', 'reason'],
    about:
      '--from DATE on nothing is earned or given any more; what members hold stays and is used and lapses as before; it can still be joined',
    run: endProgramme,
  },
  {
    words: ['programme', 'words'],
    args: ['PROGRAMME'],
    options: ['texts'],
    about: 'other names, colour and words of a published programme: --texts FILE, whole; its rules stay',
    run: changeWords,
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
  explainProblems(deps, file, problems);
  const loaded = ok ? loadProgramme(JSON.parse(text)) : undefined;
  return loaded?.ok === true ? loaded.value : undefined;
}

async function publishProgramme(
  deps: AdminDeps,
  [file]: readonly string[],
  { options }: Given,
): Promise<number> {
  const programme = await readChecked(deps, file!);
  const presentation = readPresentation(deps, options.texts);
  if (programme === undefined || presentation === undefined) return 1;
  const slugs = (options.merchants ?? '').split(',').filter((each) => each !== '');
  const merchants = await readMerchants(deps.db);
  const unknown = slugs.find((slug) => !merchants.some((each) => each.slug === slug));
  if (slugs.length === 0 || unknown !== undefined) {
    deps.explain(
      unknown === undefined ? 'Name who takes part with --merchants.' : `There is no merchant ${unknown}.`,
    );
    return 1;
  }
  const words = { presentation, texts: options.texts! };
  if (!isPublishable(deps, { programme, file: file!, ...words, slugs, merchants })) return 1;
  const programmes = await readProgrammes(deps.db);
  if (programmes.some(({ definition }) => definition['id'] === programme.id)) {
    deps.explain(
      `${programme.id} is published already; change it with programme version, its words with programme words.`,
    );
    return 1;
  }
  const number = Math.max(0, ...programmes.map((each) => each.number)) + 1;
  const row = {
    id: programme.id,
    number,
    definition: JSON.stringify(programme),
    presentation: JSON.stringify(presentation),
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
