import { equalBytes, hexFromBytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { readMerchants } from './catalogue-store.ts';
import type { Db } from './db/transaction.ts';
import type { KeyStore } from './keys.ts';
import { SERVER_KEY, valueOnce } from './server-state.ts';

export interface KeyMismatch {
  readonly kind: 'key_mismatch';
  readonly message: string;
}

const RESTORE = 'Restore the keys folder that belongs to the database.';

/**
 * Database and key files belong together: with other keys every certificate and voucher out there would be worthless. So a
 * lost or foreign key file stops the start instead of being replaced quietly.
 */
export async function checkKeys(db: Db, keys: KeyStore): Promise<Result<null, KeyMismatch>> {
  const own = hexFromBytes(keys.server.publicKey);
  if ((await valueOnce(db, SERVER_KEY, own)) !== own) return err(mismatch('server.jwk'));
  for (const merchant of await readMerchants(db)) {
    const root = await keys.readMerchant(merchant.id);
    if (!root.ok) return err({ kind: 'key_mismatch', message: `${root.error.message} ${RESTORE}` });
    if (!equalBytes(root.value.publicKey, merchant.rootKey))
      return err(mismatch(`merchant-${merchant.id}.jwk`));
  }
  return ok(null);
}

function mismatch(file: string): KeyMismatch {
  const message = `keys/${file} is not the key that this database was made with. ${RESTORE}`;
  return { kind: 'key_mismatch', message };
}
