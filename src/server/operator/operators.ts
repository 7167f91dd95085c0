// Who may act as an operator: keys in a table. The data directory's own key is entered when the server starts.
import path from 'node:path';
import { hexFromBytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { thumbprint } from '#protocol/public-key.ts';
import type { Db, Tx } from '#server/db/transaction.ts';
import { type KeyRefusal, openKeyFile, readKey } from '#server/keys.ts';

export interface Operator {
  /** Hex of the key's thumbprint. */
  readonly id: string;
  readonly name: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

export interface OperatorRefusal {
  readonly kind: 'operator_unknown';
  readonly message: string;
}

const OWN_NAME = 'data-directory';
const OWN_FILE = 'operator.jwk';

/** The key of whoever may read the data directory. Made at the first start; a revoked one stays revoked. */
export async function registerOwnOperator(
  db: Db,
  keysDir: string,
  nowMs: number,
): Promise<Result<null, KeyRefusal>> {
  const key = await openKeyFile(path.join(keysDir, OWN_FILE));
  if (!key.ok) return key;
  await addOperator(db, { name: OWN_NAME, publicKey: key.value.publicKey, nowMs });
  return ok(null);
}

/** Returns the key's id; a key that is known already keeps its name. */
export async function addOperator(
  db: Db | Tx,
  operator: { readonly name: string; readonly publicKey: Uint8Array<ArrayBuffer>; readonly nowMs: number },
): Promise<string> {
  const { name, publicKey, nowMs } = operator;
  const id = hexFromBytes(await thumbprint(publicKey));
  const row = { id, name, public_key: Buffer.from(publicKey), added_at: nowMs, revoked_at: null };
  await db
    .insertInto('operator')
    .values(row)
    .onConflict((on) => on.doNothing())
    .execute();
  return id;
}

/** The operator behind a key file: TESSERA_OPERATOR_KEY, else the data directory's own. */
export async function identifyOperator(
  db: Db,
  keysDir: string,
  named: string | undefined,
): Promise<Result<Operator, KeyRefusal | OperatorRefusal>> {
  const file = named ?? path.join(keysDir, OWN_FILE);
  const key = await readKey(file);
  if (!key.ok) return key;
  const operator = await findOperator(db, hexFromBytes(await thumbprint(key.value.publicKey)));
  if (operator !== undefined) return ok(operator);
  const message = `The key in ${file} is not an operator's, or was revoked. Another operator enters it with: operator add NAME PUBLIC-KEY`;
  return err({ kind: 'operator_unknown', message });
}

export async function findOperator(db: Db, id: string): Promise<Operator | undefined> {
  const row = await db
    .selectFrom('operator')
    .select(['name', 'public_key'])
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : { id, name: row.name, publicKey: new Uint8Array(row.public_key) };
}

/** As the audit log names an operator. */
export function actorOf({ name, id }: Operator): string {
  return `${name} ${id.slice(0, 16)}`;
}
