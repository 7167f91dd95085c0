import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** How `pg` reaches the embedded database; whoever may read the socket's directory is trusted. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, with the closing zero. */
const MAX_SOCKET_PATH = 103;
const SOCKET_NAME = '.s.PGSQL.5432';

export function clusterDirOf(dataDir: string): string {
  return path.join(path.resolve(dataDir), 'pg');
}

/** The cluster's own directory, or a short one under the system's temporary folder when the path is too long for a socket. */
export function socketDirOf(dataDir: string): string {
  const own = clusterDirOf(dataDir);
  if (path.join(own, SOCKET_NAME).length <= MAX_SOCKET_PATH) return own;
  return path.join(tmpdir(), `tessera-${createHash('sha256').update(own).digest('hex').slice(0, 12)}`);
}

export function socketAddress(dataDir: string, database = 'tessera'): PostgresAddress {
  return { host: socketDirOf(dataDir), port: 5432, user: 'postgres', database };
}

/** The same place as a `DATABASE_URL`; the host of the authority is only there because a URL needs one. */
export function urlOfAddress({ host, port, user, database }: PostgresAddress): string {
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}
