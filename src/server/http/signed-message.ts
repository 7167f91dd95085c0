// A request of the contract, read and proved: body, signature, shape.
import type { Context } from 'hono';
import type { Selectable } from 'kysely';
import { type MessageSchema, parseMessage } from '#api/parse-message.ts';
import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Database } from '#server/db/schema.ts';
import type { Db } from '#server/db/transaction.ts';
import { type DeviceKey, deviceKeyFromBase64 } from '#server/enrolment/device-id.ts';
import type { Authenticator } from './authenticator.ts';
import { readBody } from './body.ts';
import type { HttpRefusal } from './refusals.ts';
import { unservedVersion } from './served-version.ts';

export interface SignedMessageDeps {
  readonly db: Db;
  readonly authenticator: Authenticator;
}

/** For enrolments: signed by the key that the body names as `publicKey`, which nobody has to know yet. */
export async function readSignedByOwnKey<T extends { readonly publicKey: string }>(
  context: Context,
  schema: MessageSchema<T>,
  { authenticator }: SignedMessageDeps,
): Promise<Result<{ readonly message: T; readonly key: DeviceKey }, HttpRefusal>> {
  const body = await takeBody(context);
  if (!body.ok) return body;
  const message = parseBody(schema, body.value);
  if (!message.ok) return message;
  const key = await deviceKeyFromBase64(message.value.publicKey);
  if (key === undefined) {
    const details = { at: 'publicKey', expected: 'a compressed point of P-256' };
    return err({ kind: 'malformed', status: 400, details });
  }
  const findKey = (keyId: string) => Promise.resolve(keyId === key.id ? key.publicKey : undefined);
  const proved = await authenticator.authenticate(context, body.value, findKey);
  return proved.ok ? ok({ message: message.value, key }) : proved;
}

/** A device as it was enrolled. */
export interface KnownDevice extends DeviceKey {
  readonly role: 'wallet' | 'terminal';
  /** Member id of a wallet, merchant id of a terminal. */
  readonly owner: string;
  /** When it last synced, to within some minutes. */
  readonly seenAtMs?: number;
  readonly assurance: number;
  /** Of the certificate that it was last given. */
  readonly certificateUntilMs: number;
  /** It has lied about what it spent. */
  readonly isFrozen: boolean;
}

/** For everything else: signed by an enrolled key. The shape is judged only after the signature. */
export async function readSignedByDevice<T>(
  context: Context,
  schema: MessageSchema<T>,
  { db, authenticator }: SignedMessageDeps,
): Promise<Result<{ readonly message: T; readonly device: KnownDevice }, HttpRefusal>> {
  const body = await takeBody(context);
  if (!body.ok) return body;
  let found: (KnownDevice & { readonly revoked: boolean }) | undefined;
  const proved = await authenticator.authenticate(context, body.value, async (keyId) => {
    found = await findDevice(db, keyId);
    return found?.publicKey;
  });
  if (!proved.ok) return proved;
  if (found === undefined || found.revoked) return err({ kind: 'revoked', status: 403 });
  const message = parseBody(schema, body.value);
  return message.ok ? ok({ message: message.value, device: found }) : message;
}

/** Signed by a key that `find` knows: not a device's, but an operator's, say. */
export async function readSignedBy<T, K extends { readonly publicKey: Bytes }>(
  context: Context,
  schema: MessageSchema<T>,
  { authenticator }: SignedMessageDeps,
  find: (keyId: string) => Promise<K | undefined>,
): Promise<Result<{ readonly message: T; readonly signer: K }, HttpRefusal>> {
  const body = await takeBody(context);
  if (!body.ok) return body;
  let signer: K | undefined;
  const proved = await authenticator.authenticate(context, body.value, async (keyId) => {
    signer = await find(keyId);
    return signer?.publicKey;
  });
  if (!proved.ok) return proved;
  const message = parseBody(schema, body.value);
  return message.ok ? ok({ message: message.value, signer: signer! }) : message;
}

/** An enrolled key by its id. */
export async function findDevice(
  db: Db,
  id: string,
): Promise<(KnownDevice & { readonly revoked: boolean }) | undefined> {
  const row = await db
    .selectFrom('device')
    .selectAll()
    .where('bucket', '=', bucketOf(id))
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...knownDeviceFrom(row), revoked: row.revoked_at !== null };
}

export function knownDeviceFrom(row: Selectable<Database['device']>): KnownDevice {
  return {
    id: row.id,
    publicKey: new Uint8Array(row.public_key),
    role: row.role,
    owner: row.owner,
    ...(row.seen_at === null ? {} : { seenAtMs: row.seen_at }),
    assurance: row.assurance,
    certificateUntilMs: row.certificate_until,
    isFrozen: row.frozen_at !== null,
  };
}

function takeBody(context: Context): Promise<Result<Bytes, HttpRefusal>> {
  const read = () => readBody(context.req.raw);
  return context.get('place')?.receive(read) ?? read();
}

function parseBody<T>(schema: MessageSchema<T>, body: Bytes): Result<T, HttpRefusal> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return err({ kind: 'malformed', status: 400, details: { at: '', expected: 'JSON in UTF-8' } });
  }
  const unserved = unservedVersion((json as { readonly v?: unknown } | null)?.v);
  if (unserved !== undefined) return err(unserved);
  const message = parseMessage(schema, json);
  if (message.ok) return message;
  const { kind, at, expected } = message.error;
  return err({ kind, status: 400, details: { at, expected } });
}
