// Writes `zones.json`: the transitions of the catalogue's zones, taken from moment-timezone's copy of the tz database.
// Run by `node src/loyalty/time/generate-zones.ts`; a test repeats it and compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ZONE_NAMES = [
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/New_York',
  'Asia/Dubai',
  'Asia/Ho_Chi_Minh',
  'Asia/Hong_Kong',
  'Asia/Kabul',
  'Asia/Riyadh',
  'Asia/Shanghai',
  'Asia/Singapore',
  'Asia/Tehran',
  'Asia/Tokyo',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Paris',
  'UTC',
];
const FROM_SECONDS = 0;
/** Until the end of 2099; the last stretch then has no end. */
const TO_SECONDS = 4_102_444_800;

interface Packed {
  readonly version: string;
  readonly zones: readonly string[];
  readonly links: readonly string[];
}

/**
 * The text of `zones.json`. Per zone `offsets|order|steps`: offsets in minutes ahead of UTC, which of them holds in each
 * stretch since 1970 (one digit each), and the seconds from one transition to the next; numbers in base 36.
 */
export function zonesJson(packedJson: string): string {
  const packed = JSON.parse(packedJson) as Packed;
  const zones = ZONE_NAMES.map(
    (name) => `    ${JSON.stringify(name)}: ${JSON.stringify(zoneText(packed, name))}`,
  );
  return `{\n  "tzdata": ${JSON.stringify(packed.version)},\n  "zones": {\n${zones.join(',\n')}\n  }\n}\n`;
}

function zoneText(packed: Packed, name: string): string {
  const [steps, minutes] = transitions(packed, name);
  const offsets = [...new Set(minutes)];
  const order = minutes.map((offset) => offsets.indexOf(offset).toString(36)).join('');
  return [offsets.map(base36).join(' '), order, steps.map(base36).join(' ')].join('|');
}

function base36(value: number): string {
  return value.toString(36);
}

export function packedZonesPath(): string {
  return fileURLToPath(import.meta.resolve('moment-timezone/data/packed/latest.json'));
}

export const ZONES_PATH = fileURLToPath(new URL('./zones.json', import.meta.url));

/** Packed form: `name|abbreviations|offsets|indices|steps|population`, numbers in base 60, offsets in minutes west. */
function transitions(packed: Packed, name: string): readonly [readonly number[], readonly number[]] {
  const line = packed.zones.find((zone) => zone.startsWith(`${name}|`));
  if (line === undefined) return transitions(packed, linkTarget(packed, name));
  const [, , offsets, indices, steps] = line.split('|');
  const west = offsets!.split(' ').map(fromBase60);
  let untilMinutes = 0;
  const untilSeconds = (steps === '' ? [] : steps!.split(' ')).map((step) =>
    Math.round((untilMinutes += fromBase60(step)) * 60),
  );
  const aheadMinutes = [...indices!].map((index) => -Math.round(west[fromBase60(index)]!));
  const kept = untilSeconds.findIndex((seconds) => seconds > FROM_SECONDS);
  const first = kept === -1 ? untilSeconds.length : kept;
  const last = untilSeconds.filter((seconds) => seconds < TO_SECONDS).length;
  return [deltas(untilSeconds.slice(first, last)), aheadMinutes.slice(first, last + 1)];
}

function linkTarget(packed: Packed, name: string): string {
  const link = packed.links.map((pair) => pair.split('|')).find((pair) => pair.includes(name));
  if (link === undefined) throw new Error(`no such zone: ${name}`);
  return link[0] === name ? link[1]! : link[0]!;
}

function deltas(seconds: readonly number[]): readonly number[] {
  return seconds.map((value, index) => value - (index === 0 ? 0 : seconds[index - 1]!));
}

function fromBase60(text: string): number {
  const negative = text.startsWith('-');
  const [whole, fraction = ''] = (negative ? text.slice(1) : text).split('.');
  let value = 0;
  for (const digit of whole!) value = value * 60 + base60Digit(digit);
  [...fraction].forEach((digit, index) => (value += base60Digit(digit) / 60 ** (index + 1)));
  return negative ? -value : value;
}

function base60Digit(digit: string): number {
  const code = digit.charCodeAt(0);
  if (code > 96) return code - 87;
  return code > 64 ? code - 29 : code - 48;
}

if (import.meta.main) writeFileSync(ZONES_PATH, zonesJson(readFileSync(packedZonesPath(), 'utf8')));
