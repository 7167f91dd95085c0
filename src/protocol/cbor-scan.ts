import type { RefusalKind } from './refusal.ts';

export interface CborLimits {
  readonly maxBytes: number;
  /** Nested arrays and maps. */
  readonly maxDepth: number;
  /** Heads in the whole document. */
  readonly maxItems: number;
  readonly textKeys?: boolean;
  /** For documents of others: their own examples are not sorted. */
  readonly anyKeyOrder?: boolean;
}

/** One head (RFC 8949 section 3) and where what follows it starts. */
interface Head {
  readonly major: number;
  readonly argument: number;
  readonly next: number;
}

/** An array or map whose items are still being read; a map has two items per entry, its keys at even counts. */
interface Container {
  readonly isMap: boolean;
  left: number;
  /** Where the last key is; none yet while it ends at 0. */
  keyFrom: number;
  keyEnd: number;
}

const UINT = 0;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;
const SIMPLE = 7;

/**
 * Walks the heads of a document without building anything, and names the first thing outside profile LWC1; of repeated or
 * unsorted keys only, as `cbor_key_order`, when nothing else is wrong. `undefined`: the one encoding of its value.
 */
export function scanCbor(bytes: Uint8Array, limits: CborLimits): RefusalKind | undefined {
  const open: Container[] = [];
  let isSorted = true;
  let at = 0;
  for (let items = 1; ; items++) {
    const head = readHead(bytes, at);
    if (typeof head === 'string') return head;
    const container = open.at(-1);
    const isKey = container?.isMap === true && container.left % 2 === 0;
    const fault = itemFault(bytes, head) ?? (isKey ? keyFault(head, limits) : undefined);
    if (fault !== undefined) return fault;
    if (items > limits.maxItems) return 'cbor_too_many_items';
    const isString = head.major === BYTES || head.major === TEXT;
    const end = isString ? head.next + head.argument : head.next;
    if (isKey) isSorted = noteKey(bytes, container, { from: at, end }) && isSorted;
    at = end;
    if (container !== undefined) container.left--;
    if (head.major === ARRAY || head.major === MAP) {
      if (open.length === limits.maxDepth) return 'cbor_too_deep';
      const isMap = head.major === MAP;
      open.push({ isMap, left: isMap ? 2 * head.argument : head.argument, keyFrom: 0, keyEnd: 0 });
    }
    while (open.at(-1)?.left === 0) open.pop();
    if (open.length > 0) continue;
    if (at !== bytes.length) return 'cbor_trailing';
    return isSorted ? undefined : 'cbor_key_order';
  }
}

/** Whether the key comes after the one before it, in the bytewise order of RFC 8949 4.2.1. */
function noteKey(
  bytes: Uint8Array,
  map: Container,
  { from, end }: { readonly from: number; readonly end: number },
): boolean {
  const { keyFrom, keyEnd } = map;
  map.keyFrom = from;
  map.keyEnd = end;
  if (keyEnd === 0) return true;
  for (let i = 0; keyFrom + i < keyEnd && from + i < end; i++) {
    const step = bytes[from + i]! - bytes[keyFrom + i]!;
    if (step !== 0) return step > 0;
  }
  // No encoded item is the beginning of another one: these are the same.
  return false;
}

function readHead(bytes: Uint8Array, at: number): Head | RefusalKind {
  const first = bytes[at];
  if (first === undefined) return 'cbor_truncated';
  const major = first >> 5;
  const short = first & 31;
  if (short > 27) return 'cbor_indefinite_or_reserved';
  const width = short < 24 ? 0 : 1 << (short - 24);
  if (at + 1 + width > bytes.length) return 'cbor_truncated';
  let argument = short < 24 ? short : 0;
  // Exact up to 2^53; what lies above is refused by its size, whatever it was rounded to.
  for (let i = 0; i < width; i++) argument = argument * 256 + bytes[at + 1 + i]!;
  if (major === TAG) return 'cbor_tag';
  if (major === SIMPLE)
    return short >= 20 && short <= 22 ? { major, argument, next: at + 1 } : 'cbor_simple_or_float';
  if (width > 0 && argument < leastOfWidth(width)) return 'cbor_not_shortest';
  return { major, argument, next: at + 1 + width };
}

/** The least number that needs this many bytes after the initial byte. */
function leastOfWidth(width: number): number {
  return width === 1 ? 24 : 256 ** (width / 2);
}

function itemFault(bytes: Uint8Array, head: Head): RefusalKind | undefined {
  if (head.major <= 1) {
    const most = head.major === UINT ? Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER - 1;
    return head.argument > most ? 'cbor_int_range' : undefined;
  }
  if (head.major === SIMPLE) return undefined;
  // Each announced byte, item or entry takes at least one byte: a false length is found before it costs memory.
  const least = head.major === MAP ? 2 * head.argument : head.argument;
  if (least > bytes.length - head.next) return 'cbor_truncated';
  if (head.major !== TEXT) return undefined;
  return isStrictUtf8(bytes.subarray(head.next, head.next + head.argument)) ? undefined : 'cbor_utf8';
}

function keyFault(head: Head, limits: CborLimits): RefusalKind | undefined {
  return head.major <= 1 || (head.major === TEXT && limits.textKeys === true) ? undefined : 'cbor_key_type';
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A leading byte order mark is refused too: decoders differ in whether they keep it. */
function isStrictUtf8(bytes: Uint8Array): boolean {
  try {
    return !STRICT_UTF8.decode(bytes).startsWith('\uFEFF');
  } catch {
    return false;
  }
}
