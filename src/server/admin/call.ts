// What an operator typed, as the command that it names. Whatever does not fit is named, with what would.
import type { ParseArgsOptionsConfig } from 'node:util';
import { isPlainLine, isReadable } from '#base/plain-line.ts';
import { err, ok, type Result } from '#base/result.ts';
import { parseArguments, type UsageError } from '#server/arguments.ts';
import { isHelpAsked } from '#server/help-asked.ts';
import { type AdminCommand, type Given, OPTION_NAMES, type OptionName } from './command.ts';
import { callOf, COMMANDS, explained, usage } from './usage.ts';

/** One command with what it was given. */
export interface Call extends Given {
  readonly command: AdminCommand;
  readonly args: readonly string[];
  /** As `--data` says. */
  readonly dataDir?: string;
}

const SWITCHES = ['stolen', 'usual'] as const;
const CONFIG: ParseArgsOptionsConfig = {
  ...Object.fromEntries([...OPTION_NAMES, 'data'].map((name) => [name, { type: 'string' }])),
  ...Object.fromEntries(SWITCHES.map((name) => [name, { type: 'boolean' }])),
};
/** It stays in the audit log for good. */
const MOST_IN_A_REASON = 200;
const ALL_OF_THEM = 'npm run admin without anything more names every command.';

/** For whoever asks for help: of the commands that begin with the words given, else of all. `undefined` when nobody asks. */
export function helpFor(args: readonly string[]): string | undefined {
  const isAsked = args[0] === 'help' || isHelpAsked(args);
  if (!isAsked) return undefined;
  const given = args.slice(args[0] === 'help' ? 1 : 0).filter((arg) => !arg.startsWith('-'));
  const named = COMMANDS.filter(({ words }) =>
    given.every((word, at) => at >= words.length || words[at] === word),
  );
  return named.length === 0 || named.length === COMMANDS.length ? usage() : explained(named);
}

/** `args` as the shell cut them. */
export function readCall(args: readonly string[]): Result<Call, UsageError> {
  if (args.length === 0) return misused(usage());
  const parsed = parseArguments({ args: [...args], options: CONFIG, allowPositionals: true });
  if (!parsed.ok) return misused(`${parsed.error.message}\n${expectedOf(args)}`);
  const { values, positionals } = parsed.value;
  const command = commandOf(positionals);
  if (command === undefined) return misused(unknownCommand(positionals));
  const { data, ...given } = values;
  const rest = positionals.slice(command.words.length);
  const foreign = Object.keys(given).find((name) => !takes(command, name));
  if (foreign !== undefined) return misused(`It takes no --${foreign}: ${callOf(command)}`);
  if (rest.length !== command.args.length) return misused(`It is called so: ${callOf(command)}`);
  const entries = Object.entries(given);
  if (given['reason'] !== undefined && !fitsAuditLog(String(given['reason'])))
    return misused(`--reason takes 1 to ${MOST_IN_A_REASON} characters on one line.`);
  return ok({
    command,
    args: rest,
    options: Object.fromEntries(entries.filter(([, value]) => typeof value === 'string')) as Given['options'],
    switches: new Set(entries.filter(([, value]) => value === true).map(([name]) => name)),
    ...(typeof data === 'string' ? { dataDir: data } : {}),
  });
}

function commandOf(words: readonly string[]): AdminCommand | undefined {
  return COMMANDS.find((command) => command.words.every((word, at) => words[at] === word));
}

/** What would fit in place of an option that does not. */
function expectedOf(args: readonly string[]): string {
  const command = commandOf(args);
  return command === undefined ? ALL_OF_THEM : `It is called so: ${callOf(command)}`;
}

function fitsAuditLog(reason: string): boolean {
  return isReadable(reason) && reason.length <= MOST_IN_A_REASON && isPlainLine(reason);
}

function takes({ options = [], switches = [] }: AdminCommand, name: string): boolean {
  return options.includes(name as OptionName) || switches.includes(name);
}

/** Those that begin alike are what was meant, most likely. */
function unknownCommand(positionals: readonly string[]): string {
  const named = positionals.slice(0, 2).join(' ');
  const alike = COMMANDS.filter(({ words }) => words[0] === positionals[0]).map(
    (each) => `  ${callOf(each)}`,
  );
  return [`There is no command "${named}".`, ...alike, ALL_OF_THEM].join('\n');
}

function misused(message: string): Result<never, UsageError> {
  return err({ kind: 'usage', message });
}
