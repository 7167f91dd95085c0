/** Types of events that ask for something instead of telling what happened: a programme's `scope` does not limit them. */
const COMMANDS: ReadonlySet<string> = new Set(['profile', 'link', 'redeem', 'buy', 'use', 'refund']);

export function isCommand(type: string): boolean {
  return COMMANDS.has(type);
}
