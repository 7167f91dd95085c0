import * as v from 'valibot';
import { type CatalogueReply, catalogueReply } from '#api/catalogue.ts';
import { ROUTES } from '#api/routes.ts';
import { type Bytes, bytesFromBase64, bytesFromText, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { type Result, err, ok } from '#base/result.ts';
import { sha256 } from '#protocol/digest.ts';
import type { PublicKey, TrustList } from '#protocol/messages.ts';
import type { ProtocolRefusal } from '#protocol/refusal.ts';
import { openTrustList } from '#protocol/trust-list.ts';
import type { CatalogueStore, CatalogueTimes } from '#storage/catalogue-store.ts';
import type { SharedRepositories, SharedStores } from '#storage/shared-stores.ts';
import type { StorageRefusal } from '#storage/store.ts';
import type { TransportRefusal } from '#sync/ports.ts';
import type { Http } from './http.ts';
import { judgeKey, type PinRefusal, readPin, writePin } from './server-key-pin.ts';

/** The catalogue this device works from, its trust list proved by the pinned server key. */
export interface TrustedCatalogue {
  readonly reply: CatalogueReply;
  readonly trustList: TrustList;
  readonly serverKey: PublicKey;
  /** When the server last gave it, or said that it has no newer one. */
  readonly fetchedAtMs: number;
}

export type CatalogueRefusal = PinRefusal | TransportRefusal | ProtocolRefusal | StorageRefusal;

export interface Catalogue {
  /** The cached one; absent before the first contact. */
  readonly current: () => Promise<TrustedCatalogue | undefined>;
  /** `true` when something in it changed. */
  readonly refresh: () => Promise<Result<boolean, CatalogueRefusal>>;
}

export interface CatalogueDeps {
  readonly stores: SharedStores;
  readonly http: Http;
  readonly clock: Clock;
}

/** Then it is fetched whole though nothing changed: its trust list ends, thirty days after it was signed. */
const WHOLE_EVERY_MS = 24 * 3_600_000;

interface OpenedCatalogue extends TrustedCatalogue {
  /** When all of it came. */
  readonly wholeAtMs: number;
  /** Absent too where not all of it is as the server gave it: then it must come whole. */
  readonly etag: string | undefined;
}

/**
 * Merchants, programmes and the trust list, cached as they came. The server's key is pinned at first contact; from
 * then on only trust lists are kept that it, or the key it named as its next, has signed. Rule:
 * src/protocol/README.md, "The device's key".
 */
export function createCatalogue({ stores, http, clock }: CatalogueDeps): Catalogue {
  const { store } = stores;
  let opened: { readonly fetchedAtMs: number; found: Promise<OpenedCatalogue | undefined> } | undefined;

  /** One act of a person asks half a dozen times, and to read and prove all of it each time would be waste. */
  async function current(): Promise<OpenedCatalogue | undefined> {
    const times = await store.recall(readTimes, clock.monotonicMs());
    if (times === undefined) return open();
    const { fetchedAtMs, heldAtMs } = times;
    if (opened?.fetchedAtMs !== fetchedAtMs) opened = { fetchedAtMs, found: open() };
    const mine = opened;
    const found = await mine.found.catch((error: unknown) => {
      if (opened === mine) opened = undefined;
      throw error;
    });
    if (found === undefined || found.fetchedAtMs === heldAtMs) return found;
    const held = { ...found, fetchedAtMs: heldAtMs };
    // The same object as long as it is the same: what was made of it is known by it.
    mine.found = Promise.resolve(held);
    return held;
  }

  async function open(): Promise<OpenedCatalogue | undefined> {
    const { row, pinned } = await store.read(async ({ catalogue, meta }) => ({
      row: await catalogue.get(),
      pinned: await meta.get('serverKey'),
    }));
    // What the disk has made of it is read as if it were not there: the next answer of the server takes its place.
    if (row === undefined || !v.is(catalogueReply, row.reply)) return undefined;
    const { reply, digest, fetchedAtMs } = row;
    // Only what the pinned server gave is kept, so it knows that server's key as well.
    const serverKey = pinned ?? bytesFromBase64(reply.serverKey);
    if (serverKey === undefined) return undefined;
    const trustList = await trustListOf(reply, serverKey);
    if (!trustList.ok) return undefined;
    const isAsItCame = digest === undefined || digest === (await digestOf(reply));
    const etag = isAsItCame && pinned !== undefined ? row.etag : undefined;
    return { reply, trustList: trustList.value, serverKey, fetchedAtMs, wholeAtMs: fetchedAtMs, etag };
  }

  /** The tag of what is here, unless it is time to fetch it whole. */
  function etagFrom(before: OpenedCatalogue | undefined): string | undefined {
    const ageMs = clock.nowMs() - (before?.wholeAtMs ?? 0);
    return ageMs >= 0 && ageMs < WHOLE_EVERY_MS ? before?.etag : undefined;
  }

  async function hold(fetchedAtMs: number): Promise<Result<boolean, CatalogueRefusal>> {
    const times = { fetchedAtMs, heldAtMs: clock.nowMs() };
    const written = await store.write(({ catalogue }) => catalogue.hold(times));
    return written.ok ? ok(false) : written;
  }

  async function refresh(): Promise<Result<boolean, CatalogueRefusal>> {
    const before = await current();
    const begunFrom = await store.read(readTimes);
    const answer = await http.getIfChanged(ROUTES.catalogue, catalogueReply, etagFrom(before));
    if (!answer.ok) return answer;
    // Its tag names the server's key too: whoever knows it has the pinned server's catalogue.
    if (answer.value === 'unchanged') return hold(before?.wholeAtMs ?? 0);
    const { value: reply, etag } = answer.value;
    const stored = await store.read(({ meta }) => readPin(meta));
    const pin = { ...stored, serverKey: stored.serverKey ?? before?.serverKey };
    const shown = bytesFromBase64(reply.serverKey);
    if (shown === undefined) return err({ kind: 'garbled' });
    const nowMs = clock.nowMs();
    const judged = judgeKey(pin, shown, nowMs);
    if (!judged.ok) return judged;
    const trustList = await trustListOf(reply, shown);
    if (!trustList.ok) return trustList;

    const digest = await digestOf(reply);
    const written = await store.write(async ({ catalogue, meta }) => {
      if (await isOvertaken(catalogue, begunFrom, reply)) return false;
      await catalogue.put({ reply, digest, fetchedAtMs: nowMs, ...(etag === '' ? {} : { etag }) });
      return writePin(meta, pin, { shown, trustList: trustList.value, nowMs }).then(() => true);
    });
    if (!written.ok || !written.value) return written;
    opened = undefined;
    return ok(before === undefined || contentOf(before.reply) !== contentOf(reply));
  }

  return { current, refresh };
}

const readTimes = ({ catalogue }: SharedRepositories) => catalogue.times();

/** Meanwhile somebody else, in another tab perhaps, has stored what the server gave after this. */
async function isOvertaken(
  catalogue: CatalogueStore,
  begunFrom: CatalogueTimes | undefined,
  { now }: CatalogueReply,
): Promise<boolean> {
  if ((await catalogue.times())?.fetchedAtMs === begunFrom?.fetchedAtMs) return false;
  const stored = await catalogue.get();
  return stored !== undefined && stored.reply.now > now;
}

async function trustListOf(
  reply: CatalogueReply,
  serverKey: Bytes,
): Promise<Result<TrustList, ProtocolRefusal | { readonly kind: 'garbled' }>> {
  const bytes = bytesFromBase64(reply.trustList);
  return bytes === undefined ? err({ kind: 'garbled' }) : openTrustList(bytes, [serverKey]);
}

async function digestOf(reply: CatalogueReply): Promise<string> {
  return hexFromBytes(await sha256(bytesFromText(JSON.stringify(reply))));
}

/** Everything but the time of the answer. */
function contentOf(reply: CatalogueReply): string {
  return JSON.stringify({ ...reply, now: 0 });
}
