import { assert } from '#base/assert.ts';
import { type Bytes, bytesFromHex, equalBytes, hexFromBytes } from '#base/bytes.ts';
import type { Random } from '#base/ports.ts';
import type { PublicKey } from '#protocol/messages.ts';
import type { Db } from './db/transaction.ts';
import { type KeySuccession, SUCCESSION, successionFrom } from './key-succession.ts';

/** What all processes of one server share and a client may rely on. */
export interface ServerState {
  /**
   * The epoch of this server's memory, hex of 8 bytes: made with the database, and to be replaced when a backup is restored,
   * so that clients send again what the backup has forgotten.
   */
  readonly serverEpoch: string;
  /** When the epoch began because memory was lost; absent in the first one. */
  readonly memoryLostAtMs?: number | undefined;
  /** Marks the nonces that we hand to devices whose clock is off, and draws the ids of new members and tills. */
  readonly nonceSecret: Bytes;
  /** Public half of the key that the database belongs to, in hex; absent until a server has started on it. */
  readonly serverKey?: string | undefined;
  /** The keys before and after the one that the server signs with. */
  readonly succession: KeySuccession;
}

/** The row that names the server's own key. */
export const SERVER_KEY = 'server_key';

export async function readServerState(db: Db, random: Random): Promise<ServerState> {
  const stored = await readStored(db);
  if (stored.has('server_epoch') && stored.has('nonce_secret')) return stateFrom(stored);
  // The first process of all; of several at once, the one that is quicker decides.
  await valueOnce(db, 'server_epoch', hexFromBytes(random.bytes(8)));
  await valueOnce(db, 'nonce_secret', hexFromBytes(random.bytes(32)));
  return stateFrom(await readStored(db));
}

type Stored = ReadonlyMap<string, string>;

async function readStored(db: Db): Promise<Stored> {
  const rows = await db
    .selectFrom('server_state')
    .selectAll()
    .where('name', 'in', ['server_epoch', 'memory_lost_at', 'nonce_secret', SERVER_KEY, SUCCESSION])
    .execute();
  return new Map(rows.map(({ name, value }) => [name, value]));
}

function stateFrom(stored: Stored): ServerState {
  const lostAt = stored.get('memory_lost_at');
  const [serverEpoch, nonceSecret] = [stored.get('server_epoch'), stored.get('nonce_secret')];
  assert(
    serverEpoch !== undefined && nonceSecret !== undefined,
    'every database has its state once it was opened',
  );
  return {
    serverEpoch,
    ...(lostAt === undefined ? {} : { memoryLostAtMs: Number(lostAt) }),
    nonceSecret: bytesFromHex(nonceSecret)!,
    serverKey: stored.get(SERVER_KEY),
    succession: successionFrom(stored.get(SUCCESSION)),
  };
}

/** Begins a new epoch: every device starts over and sends its last weeks again. For a database that has lost some memory. */
export async function newServerEpoch(db: Db, random: Random, nowMs: number): Promise<string> {
  const value = hexFromBytes(random.bytes(8));
  await db
    .insertInto('server_state')
    .values([
      { name: 'server_epoch', value },
      { name: 'memory_lost_at', value: String(nowMs) },
    ])
    .onConflict((on) => on.column('name').doUpdateSet((row) => ({ value: row.ref('excluded.value') })))
    .execute();
  return value;
}

/** The state as it is now, for whoever keeps the object: another process may have begun a new epoch. */
export function createStateKeeper(db: Db, first: ServerState): StateKeeper {
  let current = first;
  return {
    state: {
      get serverEpoch() {
        return current.serverEpoch;
      },
      get memoryLostAtMs() {
        return current.memoryLostAtMs;
      },
      nonceSecret: first.nonceSecret,
      get serverKey() {
        return current.serverKey;
      },
      get succession() {
        return current.succession;
      },
    },
    refresh: async () => {
      current = stateFrom(await readStored(db));
    },
  };
}

/** Whether a process that signs with `own` serves this database: with the key that it has, or the one that it had before. */
export function isKeyOf(
  own: PublicKey,
  { serverKey, succession: { present, former } }: ServerState,
): boolean {
  if (serverKey === undefined || serverKey === hexFromBytes(own)) return true;
  const succeeded = present !== undefined && hexFromBytes(present) === serverKey;
  return succeeded && former.some(({ key }) => equalBytes(key, own));
}

export interface StateKeeper {
  readonly state: ServerState;
  readonly refresh: () => Promise<void>;
}

/** Public half of the key that the server signs with, in hex; absent until a server has started on the database. */
export async function readServerKey(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('server_state')
    .select('value')
    .where('name', '=', SERVER_KEY)
    .executeTakeFirst();
  return row?.value;
}

/** The stored value, which is `candidate` when there was none; whoever comes first decides. */
export async function valueOnce(db: Db, name: string, candidate: string): Promise<string> {
  const row = { name, value: candidate };
  await db
    .insertInto('server_state')
    .values(row)
    .onConflict((on) => on.doNothing())
    .execute();
  const stored = await db
    .selectFrom('server_state')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return stored.value;
}
