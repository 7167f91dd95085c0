// Who and what the server knows when it judges records: merchants, registered tills, programmes ready to be folded.
import { hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { type GroupMember, groupOf, type ProgrammeGroup } from '#loyalty/ledger/programme-group.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import { type Presentation, parsePresentation } from '#loyalty/programme/presentation.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import type { MerchantId, TrustList } from '#protocol/messages.ts';
import { readMerchants, type StoredMerchant } from '#server/catalogue-store.ts';
import type { Selectable } from 'kysely';
import type { Database } from '#server/db/schema.ts';
import type { Db } from '#server/db/transaction.ts';
import type { Log } from '#server/log.ts';
import type { TrustListMaker } from '#server/trust-list.ts';

export interface KnownProgramme {
  readonly definition: Programme;
  readonly presentation: Presentation;
  /** Itself and what it reads, to be folded together. */
  readonly group: ProgrammeGroup;
}

export interface Directory {
  readonly trustList: TrustList;
  readonly merchantBySlug: ReadonlyMap<string, StoredMerchant>;
  readonly programmes: ReadonlyMap<string, KnownProgramme>;
  readonly isRegistered: (merchantId: MerchantId, serial: number) => boolean;
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
    .select(['merchant_id', 'serial', 'device_id', 'revoked_at'])
    .execute();
  // A stolen till's receipts count for nobody; one that was only put away has a device that may not sync.
  const registered = new Set(
    terminals.filter((each) => each.revoked_at === null).map((each) => `${each.merchant_id}:${each.serial}`),
  );
  const { list } = await trustList(merchants);
  return {
    trustList: list,
    merchantBySlug: new Map(merchants.map((merchant) => [merchant.slug, merchant])),
    programmes: await readKnownProgrammes(db, log),
    isRegistered: (merchantId, serial) => registered.has(`${hexFromBytes(merchantId)}:${serial}`),
    deviceOfSerial: new Map(terminals.map((each) => [each.serial, each.device_id])),
  };
}

async function readKnownProgrammes(db: Db, log: Log): Promise<ReadonlyMap<string, KnownProgramme>> {
  const rows = await db.selectFrom('programme').selectAll().orderBy('number').execute();
  const readable = new Map(
    rows.flatMap((row) => readProgramme(row) ?? []).map((one) => [one.scope.programmeId, one]),
  );
  const known = new Map<string, KnownProgramme>();
  for (const { id } of rows) {
    const programme = readable.get(id);
    const group = groupOf(id, readable);
    if (programme !== undefined && group.ok) {
      const { definition, presentation } = programme;
      known.set(id, { definition, presentation, group: group.value });
    } else {
      // Published by a newer version of the server, say, or reading one that is not here: its members wait, nobody else does.
      log({ level: 'error', event: 'programme_unusable', programme: id });
    }
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
