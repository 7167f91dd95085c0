// Tables of operators, of deliveries between buckets and of recovery.
import type { ColumnType } from 'kysely';

/** Read as parsed JSON, written as text: `pg` would turn a JavaScript array into a PostgreSQL one. */
type Json<T> = ColumnType<T, string, string>;
/** Epoch milliseconds as bigint: the same number that the code works with, no zones on the way. */
type Millis = number;

export interface RecoveryKeyTable {
  bucket: number;
  /** Hex of the key's thumbprint (RFC 9679). */
  id: string;
  public_key: Buffer;
  member: string;
  /** Id of the device that named it, and its signature. */
  appointed_by: string;
  appointed: Buffer;
  set_at: Millis;
}

export interface MemberRecoveryTable {
  bucket: number;
  member: string;
  /** Id of the recovery key. */
  key: string;
}

export interface MemberPasskeyTable {
  bucket: number;
  member: string;
  credential: Buffer;
  /** Compressed P-256. */
  public_key: Buffer;
  /** Id of the device that named it. */
  set_by: string;
  set_at: Millis;
}

export interface ErasedMemberTable {
  bucket: number;
  /** SHA-256 of the member's id as hex text. */
  digest: Buffer;
  erased_at: Millis;
}

export interface DeviceLinkTable {
  /** Of `device`: the new phone asks by its own key. */
  bucket: number;
  /** Hex thumbprint of the key that is to become a device. */
  device: string;
  member: string;
  name: string;
  /** The device that said so, and its signature. */
  linked_by: string;
  proof: Buffer;
  /** By the clock of that device. */
  issued_at_s: number;
}

export interface DeliveryTable {
  bucket: number;
  id: string;
  device: string;
  place: number;
  body: Json<unknown>;
}

export interface AuditTable {
  /** From 1 without gaps. */
  seq: number;
  at: Millis;
  actor: string;
  act: string;
  target: string;
  details: Json<Readonly<Record<string, string | number>>>;
  /** SHA-256 over the previous row's hash and this row. */
  hash: Buffer;
}

export interface OperatorTable {
  /** Hex of the key's thumbprint (RFC 9679). */
  id: string;
  name: string;
  public_key: Buffer;
  added_at: Millis;
  revoked_at: Millis | null;
}
