// What a backup holds, as deterministic CBOR: only what the server may not know, or what a person would miss at once.
import type { Bytes } from '#base/bytes.ts';
import { bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { type Cbor, decodeCbor, encodeCbor } from '#protocol/cbor.ts';
import { type BackupPlain, MAX_BACKUP_BYTES } from '#protocol/backup-file.ts';
import { isStatementKind, type MemberStatement } from '#protocol/member-statement.ts';

export interface BackupContents {
  readonly madeAtMs: number;
  /** Hex. */
  readonly memberId: string;
  /** As the tills signed them. */
  readonly receipts: readonly Bytes[];
  readonly presentations: readonly BackedUpPresentation[];
  /** Payments with points that a till answered: request, payment, receipt, and the void where there is one. */
  readonly payments: readonly (readonly Bytes[])[];
  /** Visits that were not sent yet. */
  readonly visits: readonly BackedUpVisit[];
  /** Of the member's own word, what was not sent yet. */
  readonly said: readonly BackedUpRecord[];
  /** Joined, whether or not the server has heard of it. */
  readonly programmeIds: readonly string[];
  readonly hiddenIds: readonly string[];
  /** Programme files as JSON. */
  readonly added: readonly string[];
}

export interface BackedUpVisit {
  readonly poster: Bytes;
  readonly atS: number;
}

/** A statement is restated under its own id by the key of the phone that restores it: whoever hears both hears one. */
export interface BackedUpRecord {
  readonly recordId: string;
  /** Of the person's decision (`StatementRow`); a join has none and says its own id. */
  readonly intentId: string;
  readonly kind: SaidKind;
  readonly occurredAtMs: number;
  readonly parts: readonly Bytes[];
}

/** Records that say all there is to say; the others are in what tills have signed, and visits have a label of their own. */
export type SaidKind = 'join' | MemberStatement['kind'];

export interface BackedUpPresentation {
  /** Hex, message id and voucher id. */
  readonly id: string;
  readonly voucherId: string;
  readonly cose: Bytes;
  readonly madeAtMs: number;
}

const LIMITS = { maxBytes: MAX_BACKUP_BYTES, maxDepth: 4, maxItems: 1 << 20 };

export function bytesFromContents(contents: BackupContents): BackupPlain {
  const fields = new Map<number, Cbor>([
    [0, contents.madeAtMs],
    [1, bytesFromHex(contents.memberId)!],
    [2, contents.receipts],
    [3, contents.presentations.map(presentationCbor)],
    [4, contents.programmeIds],
    [5, contents.hiddenIds],
    [6, contents.added],
    [7, contents.payments],
    [8, contents.visits.map(({ poster, atS }): Cbor => [poster, atS])],
  ]);
  if (contents.said.length === 0) return { contents: encodeCbor(fields), version: 1 };
  // Apps of before refuse labels that they do not know: these must tell their owner to update, not that the file is damaged.
  return { contents: encodeCbor(fields.set(9, contents.said.map(recordCbor))), version: 2 };
}

/** Files of before payments and visits end with label 6; those in which nothing said is unsent with label 8. */
const SIZES: ReadonlySet<number> = new Set([7, 9, 10]);

/** `undefined` for anything that `bytesFromContents` does not write, or did. */
export function contentsFromBytes(bytes: Bytes): BackupContents | undefined {
  const decoded = decodeCbor(bytes, LIMITS);
  if (!decoded.ok || !(decoded.value instanceof Map) || !SIZES.has(decoded.value.size)) return undefined;
  const fields: ReadonlyMap<number | string, Cbor> = decoded.value;
  const [madeAtMs, member] = [fields.get(0), fields.get(1)];
  const receipts = listOf(fields.get(2), bytesFrom);
  const presentations = listOf(fields.get(3), presentationFrom);
  const [programmeIds, hiddenIds, added] = [4, 5, 6].map((label) => listOf(fields.get(label), textFrom));
  const payments = listOf(fields.get(7) ?? [], (parts) => listOf(parts, bytesFrom));
  const visits = listOf(fields.get(8) ?? [], visitFrom);
  const said = listOf(fields.get(9) ?? [], recordFrom);
  if (typeof madeAtMs !== 'number' || !(member instanceof Uint8Array) || member.length !== 8)
    return undefined;
  if (receipts === undefined || presentations === undefined || programmeIds === undefined) return undefined;
  if (hiddenIds === undefined || added === undefined) return undefined;
  if (payments === undefined || visits === undefined || said === undefined) return undefined;
  const memberId = hexFromBytes(member);
  const lists = { receipts, presentations, payments, visits, said, programmeIds, hiddenIds, added };
  return { madeAtMs, memberId, ...lists };
}

function presentationCbor({ id, voucherId, cose, madeAtMs }: BackedUpPresentation): Cbor {
  return [bytesFromHex(id)!, bytesFromHex(voucherId)!, cose, madeAtMs];
}

function presentationFrom(value: Cbor): BackedUpPresentation | undefined {
  if (!Array.isArray(value) || value.length !== 4) return undefined;
  const [id, voucherId, cose, madeAtMs]: Cbor[] = value;
  if (!(id instanceof Uint8Array) || !(voucherId instanceof Uint8Array) || !(cose instanceof Uint8Array))
    return undefined;
  if (typeof madeAtMs !== 'number') return undefined;
  return { id: hexFromBytes(id), voucherId: hexFromBytes(voucherId), cose, madeAtMs };
}

function visitFrom(value: Cbor): BackedUpVisit | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [poster, atS]: Cbor[] = value;
  return poster instanceof Uint8Array && typeof atS === 'number' ? { poster, atS } : undefined;
}

function recordCbor({ recordId, intentId, kind, occurredAtMs, parts }: BackedUpRecord): Cbor {
  return [recordId, intentId, kind, occurredAtMs, ...parts];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_INTENT = 256;

function recordFrom(value: Cbor): BackedUpRecord | undefined {
  if (!Array.isArray(value)) return undefined;
  const [recordId, intentId, kind, occurredAtMs, ...rest]: Cbor[] = value;
  const parts = listOf(rest, bytesFrom);
  if (typeof recordId !== 'string' || !UUID.test(recordId)) return undefined;
  if (typeof intentId !== 'string' || intentId.length > MAX_INTENT) return undefined;
  if (typeof occurredAtMs !== 'number' || !isSaidKind(kind) || !parts?.length) return undefined;
  return { recordId, intentId, kind, occurredAtMs, parts };
}

/** Also of a kind that is no record's. */
export function isSaidKind(kind: unknown): kind is SaidKind {
  return typeof kind === 'string' && (kind === 'join' || isStatementKind(kind));
}

function bytesFrom(value: Cbor): Bytes | undefined {
  return value instanceof Uint8Array ? value : undefined;
}

function textFrom(value: Cbor): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** `undefined` when it is no list, or one of its items is not what it should be. */
function listOf<T>(value: Cbor | undefined, read: (item: Cbor) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = (value as readonly Cbor[]).map(read);
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length ? known : undefined;
}
