// Reads single values: integers, texts, choices.
import { describeValue, quoteShort } from './problem.ts';
import { refuse } from './reading.ts';
import type { Place, Reading } from './reading.ts';
import type { ChoiceShape, IntegerShape, TextShape } from './shape.ts';
import { closestWord } from './suggest.ts';

export function readInteger(shape: IntegerShape, value: unknown, place: Place, reading: Reading): unknown {
  const expected = describeInteger(shape);
  const found = describeValue(value);
  if (typeof value !== 'number') return refuse(reading, place.path, 'wrong_type', { found, expected });
  if (!Number.isInteger(value)) return refuse(reading, place.path, 'not_integer', { found, expected });
  if (!Number.isSafeInteger(value) || value < shape.min || value > shape.max) {
    return refuse(reading, place.path, 'out_of_range', { found, expected });
  }
  return value + 0; // JSON knows -0, the format does not
}

export function describeInteger({ min, max }: IntegerShape): string {
  if (max < Number.MAX_SAFE_INTEGER) return `an integer from ${min} to ${max}`;
  return min > -Number.MAX_SAFE_INTEGER ? `a safe integer of at least ${min}` : 'a safe integer';
}

export function readText(shape: TextShape, value: unknown, place: Place, reading: Reading): unknown {
  const found = describeValue(value);
  const expected = shape.what;
  if (typeof value !== 'string') return refuse(reading, place.path, 'wrong_type', { found, expected });
  if (value.length > shape.maxLength) {
    const words = { found: `${value.length} characters`, expected: `at most ${shape.maxLength} characters` };
    return refuse(reading, place.path, 'too_long', words);
  }
  // "__proto__" is a word like any other in a value, but these values become keys of maps.
  if (value === '__proto__') return refuse(reading, place.path, 'forbidden_key', { found, expected });
  const isGood = shape.pattern.test(value) && (shape.isReal?.(value) ?? true);
  return isGood ? value : refuse(reading, place.path, 'malformed', { found, expected });
}

export function readChoice(shape: ChoiceShape, value: unknown, place: Place, reading: Reading): unknown {
  if (shape.of.some((choice) => choice === value)) return value;
  const choices = shape.of.map((choice) => JSON.stringify(choice));
  const words = shape.of.filter((choice) => typeof choice === 'string');
  const close = typeof value === 'string' ? closestWord(value, words) : undefined;
  const expected = `${choices.length > 1 ? 'one of ' : ''}${choices.join(', ')}${didYouMean(close)}`;
  return refuse(reading, place.path, 'not_a_choice', { found: describeValue(value), expected });
}

export function didYouMean(word: string | undefined): string {
  return word === undefined ? '' : ` (did you mean ${quoteShort(word)}?)`;
}
