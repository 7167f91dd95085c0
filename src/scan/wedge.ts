// Hardware scanners that type ("keyboard wedge"): a scan is a burst of keys faster than any hand. Pure: the times
// of the keys come in, see wedge-listener.ts for the page.

export interface WedgeSettings {
  /** Keys further apart than this do not belong to one scan. Scanners need 2-40 ms, quick typists 60 and more. */
  readonly maxGapMs: number;
  /** Shorter bursts are two fingers falling on the keyboard. */
  readonly minLength: number;
  /** Characters that the scanner is set to send before and after the code; they are taken off. */
  readonly prefix: string;
  readonly suffix: string;
  /** What a key leaves here -> what the scanner meant by it (wedge-calibration.ts). */
  readonly mapping: ReadonlyMap<string, string>;
}

export const WEDGE_DEFAULTS: WedgeSettings = {
  maxGapMs: 50,
  minLength: 6,
  prefix: '',
  suffix: '',
  mapping: new Map(),
};

/** As many keys and an end, each so soon after the one before, are not typed by a person. */
const SHORTEST_RUN = 3;

/** A key as `KeyboardEvent.key` names it. `atMs` is the event's own time, which a busy page does not delay. */
export interface Key {
  readonly key: string;
  readonly atMs: number;
  readonly ctrl: boolean;
}

/** The burst that is being collected. */
export interface Burst {
  readonly text: string;
  readonly lastAtMs: number;
}

export const NO_BURST: Burst = { text: '', lastAtMs: Number.NEGATIVE_INFINITY };

export interface WedgeStep {
  readonly burst: Burst;
  /** The code of a scan that this step has completed. */
  readonly scan?: string;
  /** The key belongs to a scan beyond doubt and should not reach the page. */
  readonly swallow: boolean;
}

/** Takes one key. A key that comes too late ends the burst before it, which may be a scan without ENTER. */
export function takeKey(burst: Burst, key: Key, settings: WedgeSettings): WedgeStep {
  if (key.atMs - burst.lastAtMs > settings.maxGapMs) {
    const ended = endBurst(burst, settings);
    const begun = continueBurst(NO_BURST, key, settings);
    return ended.scan === undefined ? begun : { ...begun, scan: ended.scan };
  }
  return continueBurst(burst, key, settings);
}

/** The burst is over, because a key ended it or none came for `maxGapMs`. */
export function endBurst(burst: Burst, settings: WedgeSettings): WedgeStep {
  const scan = codeOf(burst, settings);
  return scan === undefined ? { burst: NO_BURST, swallow: false } : { burst: NO_BURST, scan, swallow: true };
}

function continueBurst(burst: Burst, key: Key, settings: WedgeSettings): WedgeStep {
  // Shift and the like arrive as keys of their own between the characters.
  if (['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock'].includes(key.key)) return { burst, swallow: false };
  if (key.key === 'Enter' || key.key === 'Tab') {
    const ended = endBurst(burst, settings);
    // Too short for a code, but no fingers are so quick: a form or a decision is not sent by it.
    return burst.text.length < SHORTEST_RUN ? ended : { ...ended, swallow: true };
  }
  const character = characterOf(key, settings);
  if (character === undefined) return { burst: NO_BURST, swallow: false };
  const longer: Burst = { text: burst.text + character, lastAtMs: key.atMs };
  return { burst: longer, swallow: isScan(burst, settings) };
}

/** Scanners send the separators of GS1 codes as control keys: Ctrl+] is GS (ASCII 29). */
function characterOf({ key, ctrl }: Key, { mapping }: WedgeSettings): string | undefined {
  const meant = ctrl ? undefined : mapping.get(key);
  if (meant !== undefined) return meant;
  if ([...key].length !== 1) return undefined;
  if (!ctrl) return key;
  return /^[\]\\^_]$/.test(key) ? String.fromCharCode(key.charCodeAt(0) & 0x1f) : undefined;
}

function isScan({ text }: Burst, { prefix, minLength }: WedgeSettings): boolean {
  return text.length >= minLength + prefix.length && text.startsWith(prefix);
}

function codeOf(burst: Burst, settings: WedgeSettings): string | undefined {
  if (!isScan(burst, settings)) return undefined;
  const code = burst.text.slice(settings.prefix.length);
  const { suffix } = settings;
  return suffix !== '' && code.endsWith(suffix) ? code.slice(0, -suffix.length) : code;
}
