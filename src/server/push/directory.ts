// Who and what the server knows when it judges records: merchants, registered tills, programmes ready to be folded.
import { equalBytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { createRecent } from '#base/recent.ts';
import { type GroupMember, groupOf, type ProgrammeGroup } from '#loyalty/ledger/programme-group.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import { type Presentation, parsePresentation } from '#loyalty/programme/presentation.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import type { TrustList } from '#protocol/messages.ts';
import type { ServerTrust } from '#protocol/server-trust.ts';
import { readMerchants, type StoredMerchant } from '#server/catalogue-store.ts';
import type { Selectable } from 'kysely';
import { bucketOf } from '#server/db/bucket.ts';
import type { Database } from '#server/db/schema.ts';
import type { Db } from '#server/db/transaction.ts';
import type { Log } from '#server/log.ts';
import { readRevokedTills } from '#server/revoked-tills.ts';
import type { TrustListMaker } from '#server/trust-list.ts';

export interface KnownProgramme {
  readonly number: number;
  readonly definition: Programme;
  readonly presentation: Presentation;
  /** Slugs of those that take part. */
  readonly merchants: readonly string[];
  /** Itself and what it reads, to be folded together. */
  readonly group: ProgrammeGroup;
}

export interface Directory {
  readonly trustList: TrustList;
  readonly merchantBySlug: ReadonlyMap<string, StoredMerchant>;
  readonly programmes: ReadonlyMap<string, KnownProgramme>;
  /** `atS`: a till that was revoked is believed for what it signed before. */
  readonly isRegistered: ServerTrust['isRegistered'];
  /** Of each merchant, ascending. */
  readonly tillNumbersOf: (merchantId: string) => readonly number[];
  /** Device id of the till with this serial. */
  readonly deviceOfSerial: ReadonlyMap<number, string>;
}

export interface DirectoryDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly trustList: TrustListMaker;
}

export interface DirectorySource {
  /** A picture of at most `MAX_AGE_MS`; with `fresh`, of now. */
  readonly read: (options?: { readonly fresh: boolean }) => Promise<Directory>;
}

/** What an operator changes reaches every process within this time; what a record names and is missing, at once. */
const MAX_AGE_MS = 10_000;

export function createDirectorySource(deps: DirectoryDeps): DirectorySource {
  let last: { readonly atMs: number; readonly directory: Promise<Directory> } | undefined;
  return {
    read: async (options) => {
      const nowMs = deps.clock.monotonicMs();
      if (last === undefined || options?.fresh === true || nowMs - last.atMs >= MAX_AGE_MS) {
        last = { atMs: nowMs, directory: readDirectory(deps) };
      }
      try {
        return await last.directory;
      } catch (error) {
        last = undefined;
        throw error;
      }
    },
  };
}

async function readDirectory({ db, log, trustList }: DirectoryDeps): Promise<Directory> {
  const merchants = await readMerchants(db);
  const terminals = await db
    .selectFrom('terminal')
    .select(['merchant_id', 'till_number', 'serial', 'device_id', 'revoked_at'])
    .orderBy('till_number')
    .execute();
  const isRegistered = registryOf(terminals, await db.selectFrom('delegation').selectAll().execute());
  const silent = await revokedOf(
    db,
    terminals.map((each) => each.device_id),
  );
  const { list } = await trustList(merchants, await readRevokedTills(db));
  return {
    trustList: list,
    merchantBySlug: new Map(merchants.map((merchant) => [merchant.slug, merchant])),
    programmes: await readKnownProgrammes(db, log),
    isRegistered,
    tillNumbersOf: (merchantId) =>
      terminals
        .filter((each) => each.merchant_id === merchantId && !silent.has(each.device_id))
        .map((each) => each.till_number),
    deviceOfSerial: new Map(terminals.map((each) => [each.serial, each.device_id])),
  };
}

type TerminalRow = Pick<Selectable<Database['terminal']>, 'merchant_id' | 'serial' | 'revoked_at'>;

/**
 * A stolen till is believed for what it signed before; one that was only put away has a device that may not sync. A till that
 * another has added falls with it until the operator stands by it.
 */
function registryOf(
  terminals: readonly TerminalRow[],
  delegations: readonly Selectable<Database['delegation']>[],
): Directory['isRegistered'] {
  const tills = new Map(terminals.map((each) => [each.serial, each]));
  const added = new Map(delegations.map((each) => [each.serial, each]));
  const endOf = (serial: number): number => tills.get(serial)?.revoked_at ?? Infinity;
  return ({ merchantId, serial, terminalKey }, atS) => {
    const delegation = added.get(serial);
    const merchant = (delegation ?? tills.get(serial))?.merchant_id;
    if (merchant !== hexFromBytes(merchantId)) return false;
    if (delegation === undefined) return atS * 1000 < endOf(serial);
    const { terminal_key, parent_serial, confirmed_at, disowned_at } = delegation;
    if (disowned_at !== null || terminal_key === null || !equalBytes(terminal_key, terminalKey)) return false;
    const parentEnd = confirmed_at === null ? endOf(parent_serial) : Infinity;
    return atS * 1000 < Math.min(endOf(serial), parentEnd);
  };
}

async function revokedOf(db: Db, devices: readonly string[]): Promise<ReadonlySet<string>> {
  if (devices.length === 0) return new Set();
  const rows = await db
    .selectFrom('device')
    .select('id')
    .where('bucket', 'in', [...new Set(devices.map(bucketOf))])
    .where('id', 'in', [...devices])
    .where('revoked_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Getting programmes ready takes a millisecond or two for each, and an operator changes them once in weeks. */
const readyBefore = createRecent<ReadonlyMap<string, KnownProgramme>>(4);

async function readKnownProgrammes(db: Db, log: Log): Promise<ReadonlyMap<string, KnownProgramme>> {
  const rows = await db.selectFrom('programme').selectAll().orderBy('number').execute();
  const known = readyBefore.of(JSON.stringify(rows), () => knownProgrammesFrom(rows));
  // Published by a newer version of the server, say, or reading one that is not here: its members wait, nobody else does.
  for (const { id } of rows)
    if (!known.has(id)) log({ level: 'error', event: 'programme_unusable', programme: id });
  return known;
}

function knownProgrammesFrom(rows: readonly ProgrammeRow[]): ReadonlyMap<string, KnownProgramme> {
  const readable = new Map(
    rows.flatMap((row) => readProgramme(row) ?? []).map((one) => [one.scope.programmeId, one]),
  );
  const known = new Map<string, KnownProgramme>();
  for (const { id, number } of rows) {
    const programme = readable.get(id);
    const group = groupOf(id, readable);
    if (programme === undefined || !group.ok) continue;
    const { definition, presentation } = programme;
    const { merchants } = programme.scope;
    known.set(id, { number, definition, presentation, merchants, group: group.value });
  }
  return known;
}

interface ReadableProgramme extends GroupMember {
  readonly presentation: Presentation;
}

type ProgrammeRow = Selectable<Database['programme']>;

function readProgramme({ id, merchants, sales, ...row }: ProgrammeRow): ReadableProgramme | undefined {
  const definition = loadProgramme(row.definition);
  const presentation = parsePresentation(row.presentation);
  if (!definition.ok || definition.value.id !== id || !presentation.ok) return undefined;
  const scope = { programmeId: id, merchants, sales };
  return { definition: definition.value, presentation: presentation.value, scope };
}
