// Reading, keeping and passing on a programme as a file or a link.
import type { Locale } from '#base/locale.ts';
import { ok, type Result } from '#base/result.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { FileAdding, FileReading, FileRefusal, SharedProgramme } from '#bridge/wallet-catalogue.ts';
import { ownScope } from '#loyalty/ledger/programme-group.ts';
import { MAX_TEXT_BYTES } from '#loyalty/programme/limits.ts';
import { parseProgrammeFile, type ProgrammeFile } from '#loyalty/programme/programme-file.ts';
import { MAX_ADDED_PROGRAMMES } from '#storage/added-programme-store.ts';
import type { StorageRefusal } from '#storage/store.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import { originOf, usableFile } from './added-programmes.ts';
import type { Folds } from './programme-fold.ts';
import { offerView } from './offer-view.ts';
import { linkOf, readLink } from './programme-link.ts';
import type { WalletDeps } from './wallet-deps.ts';
import { fileJudge, readWorld } from './wallet-world.ts';

type Read =
  | { readonly ok: true; readonly file: ProgrammeFile }
  | { readonly ok: false; readonly error: FileRefusal };

/** Shows what an input holds, as a programme of the catalogue would be shown. */
export async function readProgrammeFile(
  deps: WalletDeps,
  folds: Folds,
  { input, locale }: { readonly input: string; readonly locale: Locale },
): Promise<FileReading> {
  const read = await readInput(deps, input);
  if (!read.ok) return read;
  const judge = await fileJudge(deps);
  const programme = usableFile(read.file, judge)!;
  const world = await readWorld(deps, folds, locale);
  return { ok: true, value: offerView({ programme, origin: await originOf(read.file, judge) }, world) };
}

export async function addProgrammeFile(deps: WalletDeps, input: string): Promise<FileAdding> {
  const added = await keepProgrammeFile(deps, input);
  return added.ok ? added.value : { ok: false, error: { kind: 'storage' } };
}

/** The same, and which of the storage's refusals it was. */
export async function keepProgrammeFile(
  deps: WalletDeps,
  input: string,
): Promise<Result<FileAdding, StorageRefusal>> {
  const read = await readInput(deps, input);
  if (!read.ok) return ok(read);
  const { store } = deps.stores;
  const { id } = read.file.definition;
  const addedAtMs = deps.around.clock.nowMs();
  const kept = await store.write(async ({ addedProgrammes }) => {
    const rows = await addedProgrammes.all();
    const before = rows.find((row) => row.id === id);
    if (before === undefined && rows.length >= MAX_ADDED_PROGRAMMES) return false;
    // Added again, say with a seal: it has counted since the first time.
    await addedProgrammes.put({ id, file: read.file, addedAtMs: before?.addedAtMs ?? addedAtMs });
    return true;
  });
  if (!kept.ok) return kept;
  if (!kept.value) return ok({ ok: false, error: { kind: 'too_many' } });
  deps.broadcast.changed('programmes');
  return ok({ ok: true, value: id });
}

export async function removeProgrammeFile(deps: WalletDeps, programmeId: string): Promise<Outcome<null>> {
  const { store } = deps.stores;
  const removed = await store.write(({ addedProgrammes }) => addedProgrammes.remove(programmeId));
  if (!removed.ok) return outcomeError(removed.error);
  deps.broadcast.changed('programmes');
  return { ok: true, value: null };
}

/** Any programme that this wallet knows, with its words and merchants; a seal goes with it. */
export async function shareProgramme(
  deps: WalletDeps,
  programmeId: string,
): Promise<Outcome<SharedProgramme>> {
  const file = (await addedFile(deps, programmeId)) ?? (await offeredFile(deps, programmeId));
  if (file === undefined) return refused('programme_unknown');
  const text = `${JSON.stringify(file, undefined, 2)}\n`;
  const link = await linkOf(JSON.stringify(file), deps.around.origin);
  return { ok: true, value: { fileName: `${programmeId}.programme.json`, text, link } };
}

async function addedFile({ stores }: WalletDeps, programmeId: string): Promise<ProgrammeFile | undefined> {
  const rows = await stores.store.read(({ addedProgrammes }) => addedProgrammes.all());
  return rows.find(({ id }) => id === programmeId)?.file;
}

async function offeredFile({ usable }: WalletDeps, programmeId: string): Promise<ProgrammeFile | undefined> {
  const programme = (await usable()).programmes.find(({ id }) => id === programmeId);
  if (programme === undefined) return undefined;
  const { definition, presentation, merchants, group } = programme;
  const { sales } = ownScope(group);
  const base = { tessera: 'programme' as const, definition, presentation, merchants };
  return { ...base, ...(sales === undefined ? {} : { sales }) };
}

/** Every refusal of the way in, in this order: the link, the size, the shape and sense of it, what it needs. */
async function readInput(deps: WalletDeps, input: string): Promise<Read> {
  const text = input.trim();
  if (text === '') return refusal({ kind: 'empty' });
  const link = await readLink(text, deps.around.origin);
  if (link.kind !== 'text' && link.kind !== 'no_link') return refusal(link as FileRefusal);
  const content = link.kind === 'text' ? link.text : text;
  if (content.length > MAX_TEXT_BYTES) return refusal({ kind: 'too_large' });
  const file = parseProgrammeFile(content);
  if (!file.ok) {
    const problems = file.error.problems.map(({ path, found, expected }) => ({ path, found, expected }));
    return refusal({ kind: 'problems', problems });
  }
  const judge = await fileJudge(deps);
  const { definition } = file.value;
  const offered = new Set(judge.catalogue.programmes.map(({ id }) => id));
  if (offered.has(definition.id)) return refusal({ kind: 'in_catalogue' });
  if (usableFile(file.value, judge) !== undefined) return { ok: true, file: file.value };
  return refusal({ kind: 'needs', programmes: definition.needs ?? [] });
}

function refusal(error: FileRefusal): Read {
  return { ok: false, error };
}
