// The kinds of values that claims are made of. A codec reads what it would itself have written and nothing else.
import { type Bytes, bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { UUID_V7 } from '#base/uuid.ts';
import type { Cbor } from './cbor.ts';
import type { PublicKey } from './messages.ts';
import { coseKeyFromPublicKey, publicKeyFromCoseKey } from './public-key.ts';

export interface Codec<T> {
  /** `undefined`: not of this kind. */
  readonly read: (value: Cbor) => T | undefined;
  readonly write: (value: T) => Cbor;
}

export const UINT32_MAX = 2 ** 32 - 1;

export function uint(most: number = Number.MAX_SAFE_INTEGER): Codec<number> {
  return {
    read: (value) => (typeof value === 'number' && value >= 0 && value <= most ? value : undefined),
    write: (value) => value,
  };
}

/** Unix seconds up to the year 9999. */
export const seconds: Codec<number> = uint(253_402_300_799);
export const milliseconds: Codec<number> = uint(253_402_300_799_999);
export const minorUnits: Codec<number> = uint();

export function bytesOf(length: number): Codec<Bytes> {
  return bytesWithin(length, length);
}

export function bytesWithin(least: number, most: number): Codec<Bytes> {
  return {
    read: (value) =>
      value instanceof Uint8Array && value.length >= least && value.length <= most ? value : undefined,
    write: (value) => value,
  };
}

/** Text of 1 to `most` characters (code points). */
export function text(most: number): Codec<string> {
  return {
    read: (value) =>
      typeof value === 'string' && value !== '' && Array.from(value).length <= most ? value : undefined,
    write: (value) => value,
  };
}

/** A name for a number: the position in the list, or the one given. */
export function oneOf<const T extends string | number>(names: readonly T[]): Codec<T> {
  return {
    read: (value) => (typeof value === 'number' ? names[value] : undefined),
    write: (value) => names.indexOf(value),
  };
}

/** A set of names as the bits of one number, lowest first. */
export function bitsOf<const T extends string>(names: readonly T[]): Codec<readonly T[]> {
  return {
    read: (value) => {
      if (typeof value !== 'number' || value < 0 || value >= 2 ** names.length) return undefined;
      return names.filter((_, bit) => ((value >> bit) & 1) === 1);
    },
    write: (value) => value.reduce((bits, name) => bits | (1 << names.indexOf(name)), 0),
  };
}

export function listOf<T>(item: Codec<T>, least: number, most: number): Codec<readonly T[]> {
  return {
    read: (value) => {
      if (!Array.isArray(value) || value.length < least || value.length > most) return undefined;
      const items = value.map(item.read).filter((one) => one !== undefined);
      return items.length === value.length ? items : undefined;
    },
    write: (value) => value.map(item.write),
  };
}

/** `cnf` (RFC 8747): the key that the subject of this message proves to have. */
export const confirmationKey: Codec<PublicKey> = {
  read: (value) => {
    if (!(value instanceof Map) || value.size !== 1) return undefined;
    const key: Cbor | undefined = value.get(1);
    return key === undefined ? undefined : publicKeyFromCoseKey(key);
  },
  write: (value) => new Map([[1, coseKeyFromPublicKey(value)]]),
};

export const coseKey: Codec<PublicKey> = { read: publicKeyFromCoseKey, write: coseKeyFromPublicKey };

/** A UUIDv7 as 16 bytes on the wire and as text in the program. */
export const uuid: Codec<string> = {
  read: (value) => {
    if (!(value instanceof Uint8Array) || value.length !== 16) return undefined;
    const spelled = hexFromBytes(value).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return UUID_V7.test(spelled) ? spelled : undefined;
  },
  write: (value) => bytesFromHex(value.replaceAll('-', '')) ?? null,
};
