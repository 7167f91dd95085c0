// What the member had said by a phone that is gone, said again by the key of this one. The server takes what two devices of a
// member bring as one: a statement by its record id, a membership by its programme.
import { type Result, ok } from '#base/result.ts';
import { idFrom, statementFrom } from '#protocol/member-statement.ts';
import type { StatementRow } from '#storage/statement-store.ts';
import type { StorageRefusal } from '#storage/store.ts';
import type { BackedUpRecord } from './backup-contents.ts';
import type { EnrolledDevice } from './enrol.ts';
import { saidOf } from './receive-record.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** By when they were made, since what was bought in between counts. Returns how many there were; refusals: those of the storage. */
export function restateJoins(
  deps: WalletDeps,
  device: EnrolledDevice,
  said: readonly BackedUpRecord[],
): Promise<Result<number, StorageRefusal>> {
  return deps.around.exclusive.run('tessera-wallet-join', () =>
    restateEach(
      said.filter(({ kind }) => kind === 'join'),
      (record) => restateJoin(deps, device, record),
    ),
  );
}

/** What the server has told of or this phone has restated already is left out. Likewise. */
export function restateStatements(
  deps: WalletDeps,
  device: EnrolledDevice,
  said: readonly BackedUpRecord[],
): Promise<Result<number, StorageRefusal>> {
  return deps.around.exclusive.run('tessera-wallet-statement', () =>
    restateEach(
      said.filter(({ kind }) => kind !== 'join'),
      (record) => restateStatement(deps, device, record),
    ),
  );
}

async function restateEach(
  said: readonly BackedUpRecord[],
  restate: (record: BackedUpRecord) => Promise<Result<boolean, StorageRefusal>>,
): Promise<Result<number, StorageRefusal>> {
  let count = 0;
  for (const record of said) {
    const restated = await restate(record);
    if (!restated.ok) return restated;
    if (restated.value) count += 1;
  }
  return ok(count);
}

async function restateJoin(
  { stores, journal }: WalletDeps,
  { signer }: EnrolledDevice,
  { kind, parts, occurredAtMs }: BackedUpRecord,
): Promise<Result<boolean, StorageRefusal>> {
  const programmeId = parts[0] && idFrom(parts[0]);
  if (programmeId === undefined) return ok(false);
  const joined = await stores.store.read(({ memberships }) => memberships.all());
  if (joined.some((row) => row.programmeId === programmeId)) return ok(false);
  const appended = await journal.append(signer, { kind, parts, occurredAtMs }, ({ memberships }, recordId) =>
    memberships.put({ programmeId, recordId, joinedAtMs: occurredAtMs }),
  );
  return appended.ok ? ok(true) : appended;
}

async function restateStatement(
  deps: WalletDeps,
  { signer }: EnrolledDevice,
  { recordId: id, intentId, kind, parts, occurredAtMs }: BackedUpRecord,
): Promise<Result<boolean, StorageRefusal>> {
  const { stores, journal, catalogue } = deps;
  const statement = statementFrom({ kind, parts });
  if (!statement.ok) return ok(false);
  const isKnown = await stores.store.read(
    async ({ statements }) =>
      ((await statements.get(id)) ?? (await statements.byIntent(intentId))) !== undefined,
  );
  if (isKnown) return ok(false);
  const { programmeId } = statement.value;
  const said = await saidOf({ deps, refreshCatalogue: () => catalogue.refresh() }, statement.value);
  const appended = await journal.append(signer, { id, kind, parts, occurredAtMs }, async ({ statements }) => {
    // Of an activity that no programme here takes any more: the server has the last word, and tells of it.
    if (said === undefined) return;
    const row: StatementRow = { recordId: id, intentId, programmeId, occurredAtMs, said };
    await statements.put(row);
  });
  return appended.ok ? ok(true) : appended;
}
