// Signed statements of one device in one file, sealed by the device: deterministic CBOR, so that no byte can change unseen.
import { type Bytes, bytesFromText, concatBytes, equalBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import { type Cbor, type CborMap, decodeCbor, encodeCbor } from './cbor.ts';
import { sha256 } from './digest.ts';
import { verifyEs256 } from './public-key.ts';
import type { PublicKey } from './messages.ts';
import type { Signer } from './signer.ts';

/** `ledger`: everything the device holds. `evidence`: the statements about one dispute. */
export type ExportKind = 'ledger' | 'evidence';

export interface LedgerExport {
  readonly kind: ExportKind;
  /** By the device's clock. */
  readonly madeAtMs: number;
  /** Device or terminal certificate of the key that seals the file. */
  readonly certificate: Bytes;
  /** As the device has pinned it; whoever checks the file should know it from elsewhere. */
  readonly serverKey: PublicKey;
  /** As the server signed it. */
  readonly trustList: Bytes;
  readonly receipts: readonly ExportedReceipt[];
  readonly presentations: readonly Bytes[];
  readonly vouchers: readonly Bytes[];
  /** The device's own journal, in its order. */
  readonly records: readonly ExportedRecord[];
  readonly joins: readonly ExportedJoin[];
  /** Programmes that the member joined, as the server published them: JSON of `{definition, merchants, sales?}`. */
  readonly programmes: readonly string[];
  readonly statements: readonly ExportedStatement[];
  /** Payments with points that a till has answered, oldest first. */
  readonly payments: readonly ExportedPayment[];
  readonly visits: readonly ExportedVisit[];
  readonly balances: readonly ExportedBalance[];
}

export interface ExportedDecision {
  /** Empty while the server has not decided. */
  readonly status: string;
  readonly code: string;
}

export interface ExportedReceipt extends ExportedDecision {
  readonly cose: Bytes;
  /** Of a redemption: `programme/voucher` and the instance, as the voucher's credential said. Empty otherwise. */
  readonly voucher: string;
  readonly instance: string;
}

export interface ExportedPayment extends ExportedDecision {
  readonly request: Bytes;
  readonly payment: Bytes;
  readonly receipt: Bytes;
  /** The void that took it back; empty when none did. */
  readonly reversal: Bytes;
  /** Which points they were, as the merchant's programme said at that time. */
  readonly programmeId: string;
  readonly unit: string;
  /** Decimal places of the unit. */
  readonly scale: number;
}

/** By a poster; what proves it is the journal's record of that id. */
export interface ExportedVisit extends ExportedDecision {
  readonly merchantSlug: string;
  readonly recordId: string;
  readonly atS: number;
}

export interface ExportedRecord extends ExportedDecision {
  readonly cose: Bytes;
}

export interface ExportedJoin {
  readonly programmeId: string;
  readonly recordId: string;
  readonly joinedAtMs: number;
}

/** What the member said without a till. */
export interface ExportedStatement {
  readonly programmeId: string;
  readonly recordId: string;
  readonly occurredAtMs: number;
  /** JSON of the claim or the report. */
  readonly said: string;
}

export interface ExportedBalance {
  readonly programmeId: string;
  readonly unitId: string;
  readonly qty: number;
}

export interface ExportFault {
  readonly kind: 'malformed';
  readonly fault: 'not an export of Tessera' | 'made by a newer version' | 'damaged';
}

export interface OpenedExport {
  readonly contents: LedgerExport;
  /** Whether the key seals these very contents; the caller says whose key it is. */
  readonly isSealedBy: (key: PublicKey) => Promise<boolean>;
}

/** 2: with payments and visits. */
export const EXPORT_VERSION = 2;
const LABELS_OF_VERSION: Readonly<Record<number, number>> = { 1: 14, 2: 16 };
const MAGIC = bytesFromText('TESSERA-LEDGER\n');
const SEAL_DOMAIN = bytesFromText('tessera ledger v1');
const LIMITS = { maxBytes: 64 * 1024 * 1024, maxDepth: 4, maxItems: 1 << 21 };
const YEAR_3000_MS = 32_503_680_000_000;
const KINDS: readonly ExportKind[] = ['ledger', 'evidence'];

/** The same contents always give the same bytes but for the signature at the end. */
export async function sealExport(contents: LedgerExport, signer: Signer): Promise<Bytes> {
  const body = encodeCbor(cborFrom(contents));
  const signature = await signer.sign(await sealed(body));
  return concatBytes(MAGIC, encodeCbor([body, signature]));
}

/** Reads a file that `sealExport` wrote; nothing in it is believed yet. Refusals: `ExportFault`. */
export function openExport(file: Bytes): Result<OpenedExport, ExportFault> {
  if (!equalBytes(file.subarray(0, MAGIC.length), MAGIC))
    return err({ kind: 'malformed', fault: 'not an export of Tessera' });
  const outer = decodeCbor(file.subarray(MAGIC.length), LIMITS);
  const [body, signature]: readonly Cbor[] = outer.ok && Array.isArray(outer.value) ? outer.value : [];
  if (!(body instanceof Uint8Array) || !(signature instanceof Uint8Array))
    return err({ kind: 'malformed', fault: 'damaged' });
  const decoded = decodeCbor(body, LIMITS);
  if (!decoded.ok || !(decoded.value instanceof Map)) return err({ kind: 'malformed', fault: 'damaged' });
  const version = (decoded.value as CborMap).get(0);
  if (typeof version === 'number' && version > EXPORT_VERSION)
    return err({ kind: 'malformed', fault: 'made by a newer version' });
  const contents = contentsFrom(decoded.value);
  if (contents === undefined) return err({ kind: 'malformed', fault: 'damaged' });
  const isSealedBy = async (key: PublicKey) => verifyEs256(key, signature, await sealed(body));
  return ok({ contents, isSealedBy });
}

async function sealed(body: Bytes): Promise<Bytes> {
  return concatBytes(SEAL_DOMAIN, await sha256(body));
}

function cborFrom(contents: LedgerExport): CborMap {
  return new Map<number, Cbor>([
    [0, EXPORT_VERSION],
    [1, KINDS.indexOf(contents.kind)],
    [2, contents.madeAtMs],
    [3, contents.certificate],
    [4, contents.serverKey],
    [5, contents.trustList],
    [6, contents.receipts.map((one): Cbor => [one.cose, one.status, one.code, one.voucher, one.instance])],
    [7, contents.presentations],
    [8, contents.vouchers],
    [9, contents.records.map((one): Cbor => [one.cose, one.status, one.code])],
    [10, contents.joins.map((one): Cbor => [one.programmeId, one.recordId, one.joinedAtMs])],
    [11, contents.programmes],
    [13, contents.statements.map((one): Cbor => [one.programmeId, one.recordId, one.occurredAtMs, one.said])],
    [
      14,
      contents.payments.map((one): Cbor => {
        const { request, payment, receipt, reversal, programmeId, unit, scale, status, code } = one;
        return [request, payment, receipt, reversal, programmeId, unit, scale, status, code];
      }),
    ],
    [15, contents.visits.map((one): Cbor => [one.merchantSlug, one.recordId, one.atS, one.status, one.code])],
    [12, contents.balances.map((one): Cbor => [one.programmeId, one.unitId, one.qty])],
  ]);
}

function contentsFrom(fields: CborMap): LedgerExport | undefined {
  const version = fields.get(0);
  if (typeof version !== 'number' || fields.size !== LABELS_OF_VERSION[version]) return undefined;
  const kind = KINDS[fields.get(1) as number];
  const [madeAtMs, certificate, serverKey, trustList] = [2, 3, 4, 5].map((label) => fields.get(label));
  const receipts = rows(fields.get(6), 'bssss', (row) => {
    const [cose, status, code, voucher, instance] = row;
    return { cose, status, code, voucher, instance };
  });
  const presentations = rows(fields.get(7), 'b', ([cose]) => cose);
  const vouchers = rows(fields.get(8), 'b', ([cose]) => cose);
  const records = rows(fields.get(9), 'bss', ([cose, status, code]) => ({ cose, status, code }));
  const joins = rows(fields.get(10), 'sst', (row) => {
    const [programmeId, recordId, joinedAtMs] = row;
    return { programmeId, recordId, joinedAtMs };
  });
  const programmes = rows(fields.get(11), 's', ([text]) => text);
  const statements = rows(fields.get(13), 'ssts', (row) => {
    const [programmeId, recordId, occurredAtMs, said] = row;
    return { programmeId, recordId, occurredAtMs, said };
  });
  const balances = rows(fields.get(12), 'ssn', (row) => {
    const [programmeId, unitId, qty] = row;
    return { programmeId, unitId, qty };
  });
  const payments = rows(fields.get(14) ?? [], 'bbbbssnss', (row) => {
    const [request, payment, receipt, reversal, programmeId, unit, scale, status, code] = row;
    return { request, payment, receipt, reversal, programmeId, unit, scale, status, code };
  });
  const visits = rows(fields.get(15) ?? [], 'ssnss', (row) => {
    const [merchantSlug, recordId, atS, status, code] = row;
    return { merchantSlug, recordId, atS, status, code };
  });
  const lists = {
    receipts,
    presentations,
    vouchers,
    records,
    joins,
    programmes,
    statements,
    balances,
    payments,
    visits,
  };
  const isSound =
    kind !== undefined &&
    IS['t']!(madeAtMs) &&
    [certificate, serverKey, trustList].every((value) => value instanceof Uint8Array) &&
    Object.values(lists).every((list) => list !== undefined);
  // Every field was compared with its shape above.
  return isSound
    ? ({ kind, madeAtMs, certificate, serverKey, trustList, ...lists } as LedgerExport)
    : undefined;
}

const IS: Readonly<Record<string, (value: Cbor | undefined) => boolean>> = {
  b: (value) => value instanceof Uint8Array,
  s: (value) => typeof value === 'string',
  n: (value) => typeof value === 'number',
  t: (value) => typeof value === 'number' && value >= 0 && value < YEAR_3000_MS,
};

/** `shape`: one letter per column, bytes, string, number or time; a list of one column is a list of the values themselves. */
function rows(value: Cbor | undefined, shape: string, make: (row: readonly Cbor[]) => unknown): unknown {
  if (!Array.isArray(value)) return undefined;
  const list: (readonly Cbor[])[] = (value as readonly Cbor[]).map((row) =>
    shape.length === 1 ? [row] : Array.isArray(row) ? row : [],
  );
  const fits = list.every(
    (row) => row.length === shape.length && Array.from(shape).every((letter, at) => IS[letter]!(row[at])),
  );
  return fits ? list.map(make) : undefined;
}
