// Claims as lines of text for people. Bytes that could be more than a name are never written out whole.
import { hexFromBytes } from '#base/bytes.ts';

const LONGEST_ID_BYTES = 16;
const COMPRESSED_KEY_BYTES = 33;
/** Whoever has one of these can use it, so only its length is told. */
const SECRETS: ReadonlySet<string> = new Set(['pairingCode']);
const MAX_TEXT = 80;

/** One line per claim: `name  value`, lists and maps below their name. `elsewhere` names what is explained elsewhere. */
export function linesOfClaims(claims: object, elsewhere: ReadonlySet<string>): string[] {
  return Object.entries(claims).flatMap(([name, value]: [string, unknown]) =>
    elsewhere.has(name) ? [] : linesOf(name, value),
  );
}

function linesOf(name: string, value: unknown): string[] {
  if (value instanceof Uint8Array)
    return [`${name}: ${SECRETS.has(name) ? hidden(value) : bytesText(value)}`];
  if (Array.isArray(value)) {
    if (value.every(isFlat))
      return [`${name}: ${value.map((one) => flatText(name, one)).join(', ') || 'none'}`];
    return [`${name}:`, ...value.flatMap((one, index) => indented(linesOf(`${index + 1}`, one)))];
  }
  if (typeof value === 'object' && value !== null) {
    return [`${name}:`, ...indented(linesOfClaims(value, new Set()))];
  }
  return [`${name}: ${flatText(name, value)}`];
}

export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function isFlat(value: unknown): boolean {
  return typeof value !== 'object' || value === null || value instanceof Uint8Array;
}

function flatText(name: string, value: unknown): string {
  if (value instanceof Uint8Array) return bytesText(value);
  if (typeof value === 'number' && name.endsWith('AtS')) return timeText(value * 1000);
  if (typeof value === 'number' && name.endsWith('AtMs')) return timeText(value);
  return typeof value === 'string' ? JSON.stringify(value.slice(0, MAX_TEXT)) : String(value);
}

/** ISO 8601 in UTC, by the civil calendar of days since 1970 (years of 400 turn alike and start in March). */
function timeText(ms: number): string {
  const second = Math.floor(ms / 1000);
  const day = Math.floor(second / 86_400) + 719_468;
  const era = Math.floor(day / 146_097);
  const dayOfEra = day - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const dayOfMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const [hours, minutes, seconds] = [second / 3600, second / 60, second];
  const clock = [Math.floor(hours) % 24, Math.floor(minutes) % 60, seconds % 60].map(two).join(':');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}T${clock}Z`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** Ids in full; keys and hashes by their beginning, which is enough to compare them. */
function bytesText(bytes: Uint8Array): string {
  if (bytes.length <= LONGEST_ID_BYTES) return hexFromBytes(bytes) || 'empty';
  const what = bytes.length === COMPRESSED_KEY_BYTES ? 'key' : `${bytes.length} bytes`;
  return `${what} ${hexFromBytes(bytes.subarray(0, 9))}…`;
}

function hidden(bytes: Uint8Array): string {
  return `(secret, ${bytes.length} bytes)`;
}
