// What a till that cannot reach the server hands to another one: its certificate and its sealed records, in order.
import type { Bytes } from '#base/bytes.ts';
import type { Random } from '#base/ports.ts';
import { type Result, err, ok } from '#base/result.ts';
import { type Cbor, RECORD_LIMITS, decodeCbor, encodeCbor } from './cbor.ts';
import { MAX_SEALED_BYTES, type SealedFileRefusal, openSealedFile, sealFile } from './sealed-file.ts';
import { transferCode, transferSecret } from './transfer-code.ts';

const PURPOSE = 'tessera unsent records';
/** Also what a till keeps at most. */
export const MAX_UNSENT_RECORDS = 10_000;
const MAX_CERTIFICATE_BYTES = 512;
const MAX_NAME = 80;
const LIMITS = { maxBytes: MAX_SEALED_BYTES, maxDepth: 2, maxItems: MAX_UNSENT_RECORDS + 16 };
const LABEL = { certificate: 0, tillName: 1, records: 2 } as const;

export interface UnsentFile {
  /** Of the key that sealed the records. */
  readonly certificate: Bytes;
  readonly tillName: string;
  /** COSE bytes of type 32, the oldest first. */
  readonly records: readonly Bytes[];
}

export async function sealUnsent(
  content: UnsentFile,
  random: Random,
): Promise<{ readonly file: Bytes; readonly code: string }> {
  const map = new Map<number, Cbor>([
    [LABEL.certificate, content.certificate],
    [LABEL.tillName, content.tillName],
    [LABEL.records, content.records],
  ]);
  const { file, secret } = await sealFile(PURPOSE, encodeCbor(map), random);
  return { file, code: await transferCode(secret) };
}

/** Says nothing about the records yet: each proves itself. */
export async function openUnsent(
  file: Bytes,
  typedCode: string,
): Promise<Result<UnsentFile, SealedFileRefusal>> {
  const secret = await transferSecret(typedCode);
  if (secret === undefined) return err({ kind: 'transfer_code_wrong' });
  const opened = await openSealedFile(PURPOSE, file, secret);
  if (!opened.ok) return opened;
  const decoded = decodeCbor(opened.value, LIMITS);
  const content = decoded.ok ? contentFrom(decoded.value) : undefined;
  return content === undefined ? err({ kind: 'transfer_unreadable' }) : ok(content);
}

function contentFrom(value: Cbor): UnsentFile | undefined {
  if (!(value instanceof Map) || value.size !== 3) return undefined;
  const [certificate, tillName, list]: readonly (Cbor | undefined)[] = [
    value.get(LABEL.certificate),
    value.get(LABEL.tillName),
    value.get(LABEL.records),
  ];
  if (!(certificate instanceof Uint8Array) || certificate.length > MAX_CERTIFICATE_BYTES) return undefined;
  if (typeof tillName !== 'string' || Array.from(tillName).length > MAX_NAME) return undefined;
  if (!Array.isArray(list) || list.length > MAX_UNSENT_RECORDS) return undefined;
  const records = list.filter(
    (one): one is Bytes => one instanceof Uint8Array && one.length <= RECORD_LIMITS.maxBytes,
  );
  return records.length === list.length ? { certificate, tillName, records } : undefined;
}
