// What a backup holds, as deterministic CBOR: only what the server may not know, or what a person would miss at once.
import type { Bytes } from '#base/bytes.ts';
import { bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { type Cbor, decodeCbor, encodeCbor } from '#protocol/cbor.ts';
import { MAX_BACKUP_BYTES } from '#protocol/backup-file.ts';

export interface BackupContents {
  readonly madeAtMs: number;
  /** Hex. */
  readonly memberId: string;
  /** As the tills signed them. */
  readonly receipts: readonly Bytes[];
  readonly presentations: readonly BackedUpPresentation[];
  /** Joined, whether or not the server has heard of it. */
  readonly programmeIds: readonly string[];
  readonly hiddenIds: readonly string[];
  /** Programme files as JSON. */
  readonly added: readonly string[];
}

export interface BackedUpPresentation {
  /** Hex, message id and voucher id. */
  readonly id: string;
  readonly voucherId: string;
  readonly cose: Bytes;
  readonly madeAtMs: number;
}

const LIMITS = { maxBytes: MAX_BACKUP_BYTES, maxDepth: 4, maxItems: 1 << 20 };

export function bytesFromContents(contents: BackupContents): Bytes {
  return encodeCbor(
    new Map<number, Cbor>([
      [0, contents.madeAtMs],
      [1, bytesFromHex(contents.memberId)!],
      [2, contents.receipts],
      [3, contents.presentations.map(presentationCbor)],
      [4, contents.programmeIds],
      [5, contents.hiddenIds],
      [6, contents.added],
    ]),
  );
}

/** `undefined` for anything that `bytesFromContents` does not write. */
export function contentsFromBytes(bytes: Bytes): BackupContents | undefined {
  const decoded = decodeCbor(bytes, LIMITS);
  if (!decoded.ok || !(decoded.value instanceof Map) || decoded.value.size !== 7) return undefined;
  const fields: ReadonlyMap<number | string, Cbor> = decoded.value;
  const [madeAtMs, member] = [fields.get(0), fields.get(1)];
  const receipts = listOf(fields.get(2), bytesFrom);
  const presentations = listOf(fields.get(3), presentationFrom);
  const [programmeIds, hiddenIds, added] = [4, 5, 6].map((label) => listOf(fields.get(label), textFrom));
  if (typeof madeAtMs !== 'number' || !(member instanceof Uint8Array) || member.length !== 8)
    return undefined;
  if (receipts === undefined || presentations === undefined || programmeIds === undefined) return undefined;
  if (hiddenIds === undefined || added === undefined) return undefined;
  const memberId = hexFromBytes(member);
  return { madeAtMs, memberId, receipts, presentations, programmeIds, hiddenIds, added };
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
