// Changes of bytes that need no key.
import { type Bytes, concatBytes } from '#base/bytes.ts';
import type { Dice } from './dice.ts';

/** May give back what it was given; the caller looks. */
export type Edit = (message: Bytes, dice: Dice, others: readonly Bytes[]) => Bytes;

const flipBits: Edit = (message, dice) => {
  const altered = message.slice();
  for (let left = 1 + dice.below(4); left > 0; left--)
    altered[dice.below(altered.length)]! ^= 1 << dice.below(8);
  return altered;
};

const overwrite: Edit = (message, dice) => {
  const altered = message.slice();
  const at = dice.below(altered.length);
  altered.set(dice.bytes(Math.min(1 + dice.below(8), altered.length - at)), at);
  return altered;
};

const truncate: Edit = (message, dice) => message.slice(0, 1 + dice.below(message.length));

const cutOut: Edit = (message, dice) => {
  const at = dice.below(message.length);
  return concatBytes(message.subarray(0, at), message.subarray(at + 1 + dice.below(40)));
};

const insert: Edit = (message, dice) => {
  const at = dice.below(message.length + 1);
  return concatBytes(message.subarray(0, at), dice.bytes(1 + dice.below(12)), message.subarray(at));
};

const splice: Edit = (message, dice, others) => {
  const other = dice.pick(others);
  const [at, from] = [dice.below(message.length), dice.below(other.length)];
  return concatBytes(message.subarray(0, at), other.subarray(from));
};

const repeatPart: Edit = (message, dice) => {
  const at = dice.below(message.length);
  return concatBytes(message.subarray(0, at + 1 + dice.below(32)), message.subarray(at));
};

const swapParts: Edit = (message, dice) => {
  const [a, b] = [dice.below(message.length), dice.below(message.length)].toSorted((x, y) => x - y);
  return concatBytes(message.subarray(0, a), message.subarray(b), message.subarray(a, b));
};

/** Bytes that mean something to a decoder: large lengths, indefinite items, tags, floats, breaks. */
const HOSTILE = [
  0x9f, 0xbf, 0x5f, 0x7f, 0xff, 0xd2, 0xd8, 0xf9, 0xfb, 0xf7, 0x1b, 0x3b, 0x5b, 0x9b, 0xbb, 0xa0, 0x80,
];

const hostileHead: Edit = (message, dice) => {
  const altered = message.slice();
  altered[dice.below(altered.length)] = dice.pick(HOSTILE);
  return altered;
};

export const EDITS: Readonly<Record<string, Edit>> = {
  'flip bits': flipBits,
  overwrite,
  truncate,
  'cut out': cutOut,
  insert,
  splice,
  'repeat a part': repeatPart,
  'swap parts': swapParts,
  'hostile head': hostileHead,
};
