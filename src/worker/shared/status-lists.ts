import { ROUTES } from '#api/routes.ts';
import { DEVICE_STATUS_LIST, statusReply } from '#api/status.ts';
import { bytesFromBase64 } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import type { PublicKey } from '#protocol/messages.ts';
import { keysInForce } from '#protocol/server-keys.ts';
import { type StatusList, openStatusList } from '#protocol/status-list.ts';
import type { KnownStatus } from '#protocol/verdict.ts';
import type { SharedRepositories, SharedStores } from '#storage/shared-stores.ts';
import type { StatusListRow } from '#storage/status-list-store.ts';
import type { Catalogue } from './catalogue.ts';
import type { Http } from './http.ts';

export interface StatusLists {
  /** What this device goes by; lists that were never fetched are missing from it. */
  readonly known: () => Promise<KnownStatus>;
  /**
   * Fetches what is newer, at most every ten minutes; what no key of the server has signed is left alone. `true`
   * when something changed.
   */
  readonly refresh: () => Promise<boolean>;
}

export interface StatusListDeps {
  readonly stores: SharedStores;
  readonly http: Http;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
}

/** As long as a till may serve without the server: src/protocol/README.md, "Freshness and replay". */
const MAX_AGE_MS = 72 * 3_600_000;
const EVERY_MS = 10 * 60_000;

/** Lists of what was revoked, cached as they came: they must be there when the line is not. */
export function createStatusLists({ stores, http, clock, catalogue }: StatusListDeps): StatusLists {
  const { store } = stores;
  let nextMs = 0;
  let opened: { readonly etag: string; readonly lists: ReadonlyMap<number, StatusList> } | undefined;

  async function known(): Promise<KnownStatus> {
    const rows = await store.recall(readLists, clock.monotonicMs());
    const etag = rows[0]?.etag ?? '';
    // Another tab may have refreshed them; verifying a signature per question would be waste.
    if (opened?.etag !== etag || opened.lists.size < rows.length)
      opened = { etag, lists: await openAll(rows, await signingKeys()) };
    return { lists: opened.lists, deviceListNumber: DEVICE_STATUS_LIST, maxAgeMs: MAX_AGE_MS };
  }

  async function refresh(): Promise<boolean> {
    if (clock.monotonicMs() < nextMs) return false;
    const rows = await store.recall(readLists, clock.monotonicMs());
    const keys = await signingKeys();
    const answer = await http.getIfChanged(ROUTES.status, statusReply, await etagOf(rows));
    if (!answer.ok || keys.length === 0) return false;
    nextMs = clock.monotonicMs() + EVERY_MS;
    if (answer.value === 'unchanged') return false;
    const { etag, value } = answer.value;
    const fresh: StatusListRow[] = [];
    for (const { number, cose } of value.lists) {
      const bytes = bytesFromBase64(cose);
      if (bytes !== undefined) fresh.push({ number, cose: bytes, etag });
    }
    const lists = await openAll(fresh, keys);
    // One that does not hold spoils them all: half of an answer is nobody's word.
    if (lists.size !== value.lists.length || fresh.length === 0) return false;
    const written = await store.write(({ statusLists }) => statusLists.replace(fresh));
    if (written.ok) opened = { etag, lists };
    return written.ok;
  }

  /** None when one of the lists is not what it was: the server would say that nothing has changed. */
  async function etagOf(rows: readonly StatusListRow[]): Promise<string | undefined> {
    const { lists } = await known();
    const etag = rows[0]?.etag;
    return etag === '' || lists.size < rows.length ? undefined : etag;
  }

  /** None before the first contact. */
  async function signingKeys(): Promise<readonly PublicKey[]> {
    const trusted = await catalogue.current();
    return trusted === undefined ? [] : keysInForce(trusted.serverKey, trusted.trustList, clock.nowMs());
  }

  return { known, refresh };
}

const readLists = ({ statusLists }: SharedRepositories) => statusLists.all();

async function openAll(
  rows: readonly StatusListRow[],
  keys: readonly PublicKey[],
): Promise<ReadonlyMap<number, StatusList>> {
  const lists = new Map<number, StatusList>();
  for (const { number, cose } of rows) {
    const list = await openStatusList(cose, keys);
    if (list.ok) lists.set(number, list.value);
  }
  return lists;
}
