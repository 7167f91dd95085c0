// Programmes that this person brought in: evaluated on this device only, never sent, never mixed with the others.
import { bytesFromBase64 } from '#base/bytes.ts';
import type { OfferOrigin } from '#bridge/wallet-catalogue.ts';
import { type GroupMember, groupOf, ownScope } from '#loyalty/ledger/programme-group.ts';
import { parseProgramme } from '#loyalty/programme/parse.ts';
import {
  LANGUAGES,
  parsePresentation,
  type Presentation,
  type Words,
} from '#loyalty/programme/presentation.ts';
import { merchantsNamedIn, type ProgrammeFile, sealedText } from '#loyalty/programme/programme-file.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import { openProgrammeSeal } from '#protocol/programme-seal.ts';
import type { AddedProgrammeRow } from '#storage/added-programme-store.ts';
import type { TrustedCatalogue } from '#worker/shared/catalogue.ts';
import type { UsableCatalogue, UsableProgramme } from '#worker/shared/programmes.ts';

export interface AddedProgramme {
  readonly programme: UsableProgramme;
  readonly file: ProgrammeFile;
  readonly origin: OfferOrigin;
  readonly addedAtMs: number;
}

/** What it takes to judge a file: the programmes it may read, and who may stand by it. */
export interface FileJudge {
  readonly catalogue: UsableCatalogue;
  readonly trusted: TrustedCatalogue | undefined;
  readonly nowMs: number;
}

/** Certificates have no numbers for programmes that no server offers. */
const NO_NUMBER = 0;

/** `undefined` when what it reads is not here, or does not fit it. */
export function usableFile(file: ProgrammeFile, { catalogue }: FileJudge): UsableProgramme | undefined {
  const { definition, sales, presentation = plainPresentation(definition) } = file;
  const merchants = file.merchants ?? merchantsNamedIn(definition);
  const own: GroupMember = {
    definition,
    scope: { programmeId: definition.id, merchants, ...(sales === undefined ? {} : { sales }) },
  };
  const others = catalogue.programmes.map((programme): [string, GroupMember] => [
    programme.id,
    { definition: programme.definition, scope: ownScope(programme.group) },
  ]);
  const group = groupOf(definition.id, new Map([...others, [definition.id, own]]));
  if (!group.ok) return undefined;
  const loaded = group.value.loaded.at(-1)!;
  const { id } = definition;
  return { id, number: NO_NUMBER, definition, loaded, group: group.value, presentation, merchants };
}

/** Judged by the trust list of now: a key that it names from today on makes the file verified from today on. */
export async function originOf(file: ProgrammeFile, { trusted, nowMs }: FileJudge): Promise<OfferOrigin> {
  if (file.seal === undefined) return { kind: 'unverified', why: 'no_seal' };
  const seal = bytesFromBase64(file.seal);
  if (seal === undefined) return { kind: 'unverified', why: 'false_seal' };
  if (trusted === undefined) return { kind: 'unverified', why: 'unknown_key' };
  const content = { programmeId: file.definition.id, text: sealedText(file) };
  const merchant = await openProgrammeSeal(seal, content, { trustList: trusted.trustList, nowMs });
  if (merchant.ok) return { kind: 'verified', by: merchant.value.name };
  const why = merchant.error.kind === 'unknown_issuer' ? 'unknown_key' : 'false_seal';
  return { kind: 'unverified', why };
}

/**
 * The rows as programmes, in the order of adding. One that the catalogue offers by now is left to the catalogue; one that
 * cannot be evaluated waits, as those of the catalogue do.
 */
export async function addedFrom(
  rows: readonly AddedProgrammeRow[],
  judge: FileJudge,
): Promise<readonly AddedProgramme[]> {
  const offered = new Set(judge.catalogue.programmes.map(({ id }) => id));
  const own = rows.filter(({ id }) => !offered.has(id)).toSorted((a, b) => a.addedAtMs - b.addedAtMs);
  const added = await Promise.all(
    own.map(async ({ file, addedAtMs }) => {
      const programme = usableFile(file, judge);
      return programme === undefined
        ? undefined
        : { programme, file, origin: await originOf(file, judge), addedAtMs };
    }),
  );
  return added.filter((one) => one !== undefined);
}

/** Whether it can still be read: what the disk has made of one must not stop the others. */
function isReadable({ id, file }: AddedProgrammeRow): boolean {
  const definition = parseProgramme(file.definition);
  const hasWords = file.presentation === undefined || parsePresentation(file.presentation).ok;
  return definition.ok && definition.value.id === id && hasWords;
}

/**
 * Parses once per set of rows and catalogue: screens ask often, and what changes is time only. `setAside`: those by these ids
 * cannot be read any more.
 */
export function createAddedProgrammes(setAside: (ids: readonly string[]) => Promise<void>): typeof addedFrom {
  let last:
    | { readonly key: string; readonly trusted: unknown; readonly added: Promise<readonly AddedProgramme[]> }
    | undefined;

  async function readableFrom(rows: readonly AddedProgrammeRow[], judge: FileJudge) {
    const broken = rows.filter((row) => !isReadable(row));
    if (broken.length > 0) await setAside(broken.map(({ id }) => id));
    return addedFrom(
      rows.filter((row) => !broken.includes(row)),
      judge,
    );
  }

  return (rows, judge) => {
    const hour = Math.floor(judge.nowMs / 3_600_000);
    const key = [hour, ...rows.map(({ id, addedAtMs }) => `${id}@${addedAtMs}`)].join();
    if (last?.key !== key || last.trusted !== judge.trusted) {
      const added = readableFrom(rows, judge);
      last = { key, trusted: judge.trusted, added };
      // Whoever asks next tries again: the disk may have been at fault for a moment only.
      added.catch(() => (last = last?.added === added ? undefined : last));
    }
    return last.added;
  };
}

/** For a file without words: its ids have to do. */
function plainPresentation({ id, rules = [], versions = [] }: Programme): Presentation {
  const ruleIds = [rules, ...versions.map((version) => version.rules ?? [])].flat().map((rule) => rule.id);
  return {
    programme: id,
    note: 'demo',
    colour: '#4d4d57',
    icon: 'clipboard',
    name: sameWords(id),
    about: sameWords(''),
    rules: Object.fromEntries(ruleIds.map((ruleId) => [ruleId, sameWords(ruleId)])),
  };
}

function sameWords(text: string): Words {
  return Object.fromEntries(LANGUAGES.map((language) => [language, text])) as unknown as Words;
}
