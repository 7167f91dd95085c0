import { createHash } from 'node:crypto';
import type { Bytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { makeStatusList, packStatuses } from '#protocol/status-list.ts';
import type { Db } from '#server/db/transaction.ts';
import type { KeyStore } from '#server/keys.ts';
import { STATUS_PLACES } from './status-places.ts';

export interface SignedStatusList {
  readonly bytes: Bytes;
  /** Quoted, as HTTP wants it. */
  readonly etag: string;
}

/** Signed anew within this time even when nothing was revoked: its age tells how fresh a device's knowledge is. */
const RENEW_MS = 3_600_000;
const SUBJECT = 'https://tessera.invalid/status/0';

/** Signs the list, again only when something was revoked or an hour has passed. */
export function createStatusListMaker({
  db,
  keys,
  clock,
}: {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
}): () => Promise<SignedStatusList> {
  let last: { readonly atMs: number; readonly marks: string; readonly signed: SignedStatusList } | undefined;

  async function sign(): Promise<SignedStatusList> {
    const rows = await db
      .selectFrom('status_entry')
      .select('place')
      .where('revoked_at', 'is not', null)
      .execute();
    const statuses = packStatuses(1, STATUS_PLACES, new Map(rows.map(({ place }) => [place, 1])));
    const issuedAtS = Math.floor(clock.nowMs() / 1000);
    const bytes = await makeStatusList({ subject: SUBJECT, issuedAtS, bits: 1, statuses }, keys.server);
    const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
    return { bytes, etag };
  }

  return async () => {
    const nowMs = clock.nowMs();
    const { count, newest } = await db
      .selectFrom('status_entry')
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('revoked_at').as('newest')])
      .where('revoked_at', 'is not', null)
      .executeTakeFirstOrThrow();
    // One mark may go while another comes.
    const marks = `${count}/${newest}`;
    const ageMs = nowMs - (last?.atMs ?? -Infinity);
    if (last === undefined || last.marks !== marks || ageMs < 0 || ageMs >= RENEW_MS)
      last = { atMs: nowMs, marks, signed: await sign() };
    return last.signed;
  };
}
