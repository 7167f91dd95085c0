// The server's own key follows another in three steps: the old one names the new one, devices hear of it, the new one signs.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { equalBytes, hexFromBytes } from '#base/bytes.ts';
import type { Signer } from '#protocol/signer.ts';
import { type AdminCommand, type AdminDeps, act } from '#server/admin/command.ts';
import { readSuccession, writeSuccession } from '#server/key-succession.ts';
import { openKeyFile, placeKey, readKey } from '#server/keys.ts';
import { type KeyFiles, serverKeyFiles } from '#server/key-files.ts';
import { isNextKey } from '#server/next-keys.ts';
import { readServerKey, SERVER_KEY } from '#server/server-state.ts';

/** As long as devices keep what they have not sent: one that was never online in it has to be set up again. */
export const ANNOUNCED_AT_LEAST_MS = 35 * 86_400_000;

export const SERVER_KEY_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['server-key', 'announce'],
    args: [],
    about:
      'make the next key of the server and let the present one name it to every device, for at least 35 days',
    run: announce,
  },
  {
    words: ['server-key', 'switch'],
    args: [],
    about: 'sign with the announced key from now on; devices that heard of it follow by themselves',
    run: switchOver,
  },
  {
    words: ['server-key', 'withdraw'],
    args: [],
    about: 'take back the announcement',
    run: withdraw,
  },
];

function filesOf({ keysDir, clock }: Pick<AdminDeps, 'keysDir' | 'clock'>): KeyFiles {
  return serverKeyFiles(keysDir, clock.nowMs());
}

function nextFile(deps: AdminDeps): string {
  return filesOf(deps).next;
}

/** Whether a switch was cut off after the database had it and before the keys folder did. */
export async function isSwitchUnfinished(
  deps: Pick<AdminDeps, 'db' | 'keysDir' | 'clock'>,
): Promise<boolean> {
  return isNextKey(filesOf(deps), await readServerKey(deps.db));
}

async function announce(deps: AdminDeps): Promise<number> {
  const before = await readSuccession(deps.db);
  if (before.next !== undefined) return refuse(deps, `Announced already, ${dayOf(before.next.announcedMs)}.`);
  const key = await openKeyFile(nextFile(deps));
  if (!key.ok) return refuse(deps, key.error.message);
  const { publicKey } = key.value;
  const next = { key: publicKey, announcedMs: deps.clock.nowMs() };
  await act(deps, { act: 'server-key announce', target: nameOf(publicKey) }, (tx) =>
    writeSuccession(tx, { ...before, next }),
  );
  deps.print(hexFromBytes(publicKey));
  deps.explain(
    `Every device hears of it when it syncs. Switch from ${dayOf(next.announcedMs + ANNOUNCED_AT_LEAST_MS)} on.`,
  );
  return 0;
}

async function switchOver(deps: AdminDeps): Promise<number> {
  const { next, present } = await readSuccession(deps.db);
  const file = existsSync(nextFile(deps)) ? await readKey(nextFile(deps)) : undefined;
  if (file?.ok === false) return refuse(deps, file.error.message);
  const isBegun = file !== undefined && present !== undefined && equalBytes(file.value.publicKey, present);
  // A switch that was cut off between database and folder is finished, not begun again.
  if (isBegun) return replaceFile(deps, present);
  if (next === undefined) return refuse(deps, 'No key was announced: server-key announce comes first.');
  if (file === undefined || !equalBytes(file.value.publicKey, next.key))
    return refuse(deps, `${nextFile(deps)} is not the key that was announced. Restore the keys folder.`);
  const fromMs = next.announcedMs + ANNOUNCED_AT_LEAST_MS;
  if (deps.clock.nowMs() < fromMs)
    return refuse(deps, `Devices must have time to hear of it: not before ${dayOf(fromMs)}.`);
  await noteSwitch(deps, file.value);
  return replaceFile(deps, next.key);
}

async function noteSwitch(deps: AdminDeps, { publicKey }: Signer): Promise<void> {
  const before = await readSuccession(deps.db);
  const own = await readServerKey(deps.db);
  const ended = { key: deps.keys.server.publicKey, untilS: Math.floor(deps.clock.nowMs() / 1000) };
  await act(deps, { act: 'server-key switch', target: nameOf(publicKey) }, async (tx) => {
    await writeSuccession(tx, { present: publicKey, former: [ended, ...before.former] });
    const value = hexFromBytes(publicKey);
    if (own === undefined) await tx.insertInto('server_state').values({ name: SERVER_KEY, value }).execute();
    else await tx.updateTable('server_state').set({ value }).where('name', '=', SERVER_KEY).execute();
  });
}

function replaceFile(deps: AdminDeps, present: Uint8Array): number {
  const files = filesOf(deps);
  placeKey(files);
  deps.print(hexFromBytes(present));
  deps.explain(
    `The old key is ${path.basename(files.aside)}. Running servers with this keys folder take up the new one within 5 seconds; one with a folder of its own needs the file there and a new start.`,
  );
  return 0;
}

async function withdraw(deps: AdminDeps): Promise<number> {
  const { next, ...rest } = await readSuccession(deps.db);
  if (next === undefined) return refuse(deps, 'No key was announced.');
  await act(deps, { act: 'server-key withdraw', target: nameOf(next.key) }, (tx) =>
    writeSuccession(tx, rest),
  );
  rmSync(nextFile(deps), { force: true });
  return 0;
}

function refuse({ explain }: AdminDeps, reason: string): number {
  explain(reason);
  return 1;
}

function nameOf(key: Uint8Array): string {
  return hexFromBytes(key).slice(0, 16);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
