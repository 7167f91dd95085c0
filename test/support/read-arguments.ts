// What a tool of the tests was asked. Asked wrongly, it says how to ask and ends with 2.
import type { ParseArgsConfig, parseArgs } from 'node:util';
import { parseArguments } from '#server/arguments.ts';

/** `usage` says how the tool is called. */
export function readArguments<const T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  const parsed = parseArguments(config);
  return parsed.ok ? parsed.value : misused(usage, parsed.error.message);
}

/** A count or a seed: a whole number from `least` on. */
export function wholeNumber(usage: string, text: string, least = 0): number {
  const number = Number(text);
  return text.trim() !== '' && Number.isSafeInteger(number) && number >= least
    ? number
    : misused(usage, `"${text}" is no whole number from ${least} on`);
}

export function misused(usage: string, message: string): never {
  console.error(`${message}\n${usage}`);
  process.exit(2);
}
