import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { makeStatusList, packStatuses } from '#protocol/status-list.ts';
import type { Db } from '#server/db/transaction.ts';
import { etagOf } from '#server/http/etag.ts';
import type { KeyStore } from '#server/keys.ts';
import { STATUS_PLACES } from './status-places.ts';

export interface SignedStatusList {
  readonly bytes: Bytes;
  /** Quoted, as HTTP wants it. */
  readonly etag: string;
}

/** Signed anew each hour even when nothing was revoked: its age tells how fresh a device's knowledge is. */
const RENEW_MS = 3_600_000;
const SUBJECT = 'https://tessera.invalid/status/0';

/**
 * Signs the list, again only when something was revoked or an hour has begun. The tag names what the list says, its hour and its
 * key, so that every process behind one address gives the same one: each has its own signature.
 */
export function createStatusListMaker({
  db,
  keys,
  clock,
}: {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
}): () => Promise<SignedStatusList> {
  let last: SignedStatusList | undefined;

  async function sign(etag: string): Promise<SignedStatusList> {
    const rows = await db
      .selectFrom('status_entry')
      .select('place')
      .where('revoked_at', 'is not', null)
      .execute();
    const statuses = packStatuses(1, STATUS_PLACES, new Map(rows.map(({ place }) => [place, 1])));
    const issuedAtS = Math.floor(clock.nowMs() / 1000);
    const bytes = await makeStatusList({ subject: SUBJECT, issuedAtS, bits: 1, statuses }, keys.server);
    return { bytes, etag };
  }

  return async () => {
    const hour = Math.floor(clock.nowMs() / RENEW_MS);
    const { count, newest } = await db
      .selectFrom('status_entry')
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('revoked_at').as('newest')])
      .where('revoked_at', 'is not', null)
      .executeTakeFirstOrThrow();
    // One mark may go while another comes.
    const said = `${hexFromBytes(keys.server.publicKey)} ${hour} ${count}/${newest}`;
    const etag = etagOf(said);
    if (last?.etag !== etag) last = await sign(etag);
    return last;
  };
}
