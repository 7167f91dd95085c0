import { createHash } from 'node:crypto';
import type { Clock, Random } from '#base/ports.ts';
import type { Db, Tx } from '#server/db/transaction.ts';

/** Crockford's base32: no I, L, O, U, so that nobody mistypes a code read aloud. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;
export const PAIRING_CODE_LIFE_MS = 15 * 60_000;
/** After it lapsed. A used code still answers its own till for this long: its first reply may have been lost. */
export const PAIRING_CODES_KEPT_MS = 35 * 86_400_000;

export interface PairingDeps {
  readonly db: Db | Tx;
  readonly clock: Clock;
  readonly random: Random;
}

export interface PairingOrder {
  readonly merchantId: string;
  /** What to call the till; without it the till says so itself. */
  readonly tillName?: string;
}

/** Makes a one-time code, 40 bits, and stores its hash. */
export async function createPairingCode(deps: PairingDeps, order: PairingOrder): Promise<string> {
  // 256 is a multiple of 32, so every character is equally likely.
  const code = Array.from(deps.random.bytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  const nowMs = deps.clock.nowMs();
  const row = {
    code_hash: pairingCodeHash(code),
    merchant_id: order.merchantId,
    till_name: order.tillName ?? null,
    expires_at: nowMs + PAIRING_CODE_LIFE_MS,
    used_at: null,
    used_by: null,
  };
  await deps.db
    .deleteFrom('pairing_code')
    .where('expires_at', '<', nowMs - PAIRING_CODES_KEPT_MS)
    .execute();
  await deps.db.insertInto('pairing_code').values(row).execute();
  return code;
}

export function pairingCodeHash(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
