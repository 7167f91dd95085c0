// Which key this device takes for the server's: pinned at first contact, followed by the one that the pinned key itself has named
// long enough before. A thief of the old key can name a key too; the real server's next answer takes that back.
import { equalBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { PublicKey, TrustList } from '#protocol/messages.ts';
import type { MetaStore, NextServerKey } from '#storage/meta-store.ts';

export type PinRefusal =
  /** Another key than the pinned one, and not the one that it named: nothing of it is kept. */
  | { readonly kind: 'server_key_changed' }
  /** The named one, sooner than `NEXT_KEY_WAIT_MS` after this device heard of it. */
  | { readonly kind: 'server_key_new' };

export interface KeyPin {
  readonly serverKey: PublicKey | undefined;
  readonly next: NextServerKey | undefined;
}

/** So long must the next key have been known here before it is taken. */
export const NEXT_KEY_WAIT_MS = 7 * 86_400_000;

export function isStranger(kind: string): boolean {
  return kind === 'server_key_changed' || kind === 'server_key_new';
}

export async function readPin(meta: MetaStore): Promise<KeyPin> {
  return { serverKey: await meta.get('serverKey'), next: await meta.get('nextServerKey') };
}

/** Whether a server that shows this key is the one that this device knows. */
export function judgeKey(pin: KeyPin, shown: PublicKey, nowMs: number): Result<null, PinRefusal> {
  if (pin.serverKey === undefined || equalBytes(pin.serverKey, shown)) return ok(null);
  if (pin.next === undefined || !equalBytes(pin.next.key, shown)) return err({ kind: 'server_key_changed' });
  return nowMs >= pin.next.trustedFromMs ? ok(null) : err({ kind: 'server_key_new' });
}

/** Pins the key and remembers what its list says about the next one: nothing said takes back what was said. */
export async function writePin(
  meta: MetaStore,
  before: KeyPin,
  {
    shown,
    trustList,
    nowMs,
  }: { readonly shown: PublicKey; readonly trustList: TrustList; readonly nowMs: number },
): Promise<void> {
  await meta.put('serverKey', shown);
  const { nextServerKey: key } = trustList;
  if (key === undefined) return meta.remove('nextServerKey');
  if (before.next !== undefined && equalBytes(before.next.key, key)) return;
  // Whoever meets the server for the first time takes it as it is, with its next key.
  const waitMs = before.serverKey === undefined ? 0 : NEXT_KEY_WAIT_MS;
  await meta.put('nextServerKey', { key, trustedFromMs: nowMs + waitMs });
}
