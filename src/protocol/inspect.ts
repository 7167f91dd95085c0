// Any code as readable lines, for support and for other vendors: what it says, what carries it, what is wrong with it.
// It judges what can be judged from the code alone and from the keys it is given; a verifier judges more.
import { type Bytes, bytesFromBase64, bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { type Cbor, LIST_LIMITS, QR_LIMITS } from './cbor.ts';
import type { CborLimits } from './cbor-scan.ts';
import { type CodeContents, readCode } from './code.ts';
import { messageIdOf } from './cose-sign1.ts';
import { indented, linesOfClaims } from './inspect-value.ts';
import { type SigningKeys, signatureFindingOf } from './inspect-signature.ts';
import { isStatementKind } from './member-statement.ts';
import { MESSAGE_TYPE, type MessageName } from './messages.ts';
import { type Opened, type OpenedMessage, openMessage } from './open-message.ts';
import { messageNameOf, readMessage } from './read-message.ts';
import { type ProtocolRefusal, REFUSAL_ORDER, refuse } from './refusal.ts';

export interface Inspection {
  readonly name?: MessageName;
  /** Never the code itself, and nothing that lets a reader use it. */
  readonly lines: readonly string[];
  /** The first fault found, the inner message's before the outer one's signature. */
  readonly refusal?: ProtocolRefusal;
}

/** Claims that are messages of their own and are shown below. */
const INNER: ReadonlySet<string> = new Set(['voucher', 'parts']);

/**
 * Explains the text of a code, or a raw message in hex or base64 (journal records and trust lists are never codes).
 * Text that is none of these is not repeated: it may be a password that somebody pasted.
 */
export async function inspectText(text: string, keys: SigningKeys = {}): Promise<Inspection> {
  const code = readCode(text);
  if (code.ok) return inspectCode(code.value, keys);
  const read = code.error.kind === 'qr_unknown' ? bytesFromRaw(text) : code;
  if (read.ok) return inspectMessage(read.value, keys);
  return { lines: [`${text.trim().length} characters`, failLine(read.error)], refusal: read.error };
}

async function inspectCode({ bytes, onlyType }: CodeContents, keys: SigningKeys): Promise<Inspection> {
  const inspection = await inspectMessage(bytes, keys, QR_LIMITS);
  const { name, lines } = inspection;
  if (onlyType === undefined || name === undefined || MESSAGE_TYPE[name] === onlyType) return inspection;
  const refusal = refuse('wrong_type', 'address').error;
  return { name, refusal, lines: [...lines, failLine(refusal)] };
}

/** Explains the bytes of one message, with the certificate and the messages in it. */
export async function inspectMessage(
  bytes: Bytes,
  keys: SigningKeys = {},
  limits: CborLimits = LIST_LIMITS,
): Promise<Inspection> {
  const opened = openMessage(bytes, limits);
  if (!opened.ok) return { lines: [`${bytes.length} bytes`, failLine(opened.error)], refusal: opened.error };
  const read = readMessage(opened.value);
  if (!read.ok) return inspectStrange(bytes, opened.value, read.error);
  return inspectRead(bytes, opened.value, { read: read.value, keys });
}

async function inspectRead(
  bytes: Bytes,
  opened: OpenedMessage,
  { read, keys }: { readonly read: Opened<object>; readonly keys: SigningKeys },
): Promise<Inspection> {
  const inner = await inspectInner(read, keys);
  const finding = await signatureFindingOf(opened, read.value, keys);
  const innerRefusal = inner.find(({ inspection }) => inspection.refusal !== undefined);
  const refusal =
    innerRefusal?.inspection.refusal === undefined
      ? finding.refusal
      : { ...innerRefusal.inspection.refusal, at: innerRefusal.title };
  const lines = [
    headLine(bytes, opened),
    ...indented(linesOfClaims(read.value, INNER)),
    ...(await envelopeLines(opened)),
    `  signature: ${finding.text}`,
    ...inner.flatMap(({ title, inspection }) => [`  ${title}:`, ...indented(indented(inspection.lines))]),
    ...(refusal === undefined ? [] : [failLine(refusal)]),
  ];
  const name = messageNameOf(opened.claims.type);
  return { lines, ...(name === undefined ? {} : { name }), ...(refusal === undefined ? {} : { refusal }) };
}

/** A message whose claims no shape of ours fits: what is there by number and kind, not by value. */
async function inspectStrange(
  bytes: Bytes,
  opened: OpenedMessage,
  refusal: ProtocolRefusal,
): Promise<Inspection> {
  const { claim, label } = opened.claims;
  const lines = [
    headLine(bytes, opened),
    ...Array.from(claim, ([number, value]) => `  claim ${number}: ${kindOf(value)}`),
    ...Array.from(label, ([number, value]) => `  label ${number}: ${kindOf(value)}`),
    ...(await envelopeLines(opened)),
    failLine(refusal),
  ];
  const name = messageNameOf(opened.claims.type);
  return { lines, refusal, ...(name === undefined ? {} : { name }) };
}

async function inspectInner(
  { sign1, value }: Opened<object>,
  keys: SigningKeys,
): Promise<{ readonly title: string; readonly inspection: Inspection }[]> {
  const found: { title: string; bytes: Bytes }[] = [];
  if (sign1.certificate !== undefined) found.push({ title: 'certificate', bytes: sign1.certificate });
  if ('voucher' in value && value.voucher instanceof Uint8Array)
    found.push({ title: 'voucher', bytes: value.voucher.slice() });
  // The parts of a join and of what a member states are plain texts and no messages.
  const isText = 'kind' in value && (value.kind === 'join' || isStatementKind(String(value.kind)));
  if ('parts' in value && Array.isArray(value.parts) && !isText)
    value.parts.forEach((bytes: Bytes, index) => found.push({ title: `part ${index + 1}`, bytes }));
  const explained: { title: string; inspection: Inspection }[] = [];
  for (const { title, bytes } of found)
    explained.push({ title, inspection: await inspectMessage(bytes, keys) });
  return explained;
}

function headLine(bytes: Bytes, { claims }: OpenedMessage): string {
  const name = messageNameOf(claims.type) ?? 'unknown message';
  const words = name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  return `${words} (type ${claims.type}), ${bytes.length} bytes`;
}

async function envelopeLines({ sign1 }: OpenedMessage): Promise<string[]> {
  const kid = sign1.kid === undefined ? 'none' : hexFromBytes(sign1.kid);
  return [
    `  message id: ${hexFromBytes(await messageIdOf(sign1))}`,
    `  kid: ${kid}; payload ${sign1.payload.length} bytes, certificate ${sign1.certificate?.length ?? 0} bytes`,
  ];
}

function failLine({ kind, at }: ProtocolRefusal): string {
  const step = REFUSAL_ORDER.find(({ kinds }) => kinds.some((one) => one === kind))?.step;
  return `FAILS: ${kind}${at === undefined ? '' : ` (${at})`}${step === undefined ? '' : `, step ${step}`}`;
}

function kindOf(value: Cbor): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (typeof value === 'string') return `text of ${value.length}`;
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (value instanceof Map) return `map of ${value.size}`;
  return typeof value === 'number' ? 'number' : 'true, false or null';
}

/** Hex in either case, base64 of either alphabet, with or without padding and white space. */
function bytesFromRaw(text: string): Result<Bytes, ProtocolRefusal> {
  const packed = text.replaceAll(/\s/g, '');
  const base64 = packed.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  const raw =
    bytesFromHex(packed.toLowerCase()) ??
    bytesFromBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
  return raw === undefined || raw.length === 0 ? refuse('qr_unknown') : ok(raw);
}
