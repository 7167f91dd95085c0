import type { AdminCommand } from './command.ts';
import { ALARM_COMMANDS } from './commands/alarms.ts';
import { CAMPAIGN_COMMANDS } from './commands/campaign.ts';
import { CAMPAIGN_LIST_COMMANDS } from './commands/campaign-list.ts';
import { DATABASE_COMMANDS } from './commands/database.ts';
import { DEVICE_COMMANDS } from './commands/devices.ts';
import { KEY_COMMANDS } from './commands/keys.ts';
import { MEMBER_DISPUTE_COMMANDS } from './commands/member-disputes.ts';
import { MEMBER_COMMANDS } from './commands/members.ts';
import { MERCHANT_COMMANDS } from './commands/merchants.ts';
import { POSTER_COMMANDS } from './commands/posters.ts';
import { PROGRAMME_COMMANDS } from './commands/programmes.ts';
import { RETENTION_COMMANDS } from './commands/retention.ts';
import { SERVER_KEY_COMMANDS } from './commands/server-key.ts';
import { TERMINAL_LIMIT_COMMANDS } from './commands/terminal-limits.ts';
import { TERMINAL_COMMANDS } from './commands/terminals.ts';
import { VOUCHER_COMMANDS } from './commands/vouchers.ts';

export const COMMANDS: readonly AdminCommand[] = [
  ...MERCHANT_COMMANDS,
  ...PROGRAMME_COMMANDS,
  ...TERMINAL_COMMANDS,
  ...TERMINAL_LIMIT_COMMANDS,
  ...DEVICE_COMMANDS,
  ...POSTER_COMMANDS,
  ...ALARM_COMMANDS,
  ...CAMPAIGN_COMMANDS,
  ...CAMPAIGN_LIST_COMMANDS,
  ...MEMBER_COMMANDS,
  ...MEMBER_DISPUTE_COMMANDS,
  ...VOUCHER_COMMANDS,
  ...KEY_COMMANDS,
  ...SERVER_KEY_COMMANDS,
  ...DATABASE_COMMANDS,
  ...RETENTION_COMMANDS,
];

/** Every command, for a person. */
export function usage(): string {
  return `Usage: npm run admin -- COMMAND [--data DIR]

${explained(COMMANDS)}

The server must be running (database export also works without, database import only without); DIR is its data folder (default ./data, or
TESSERA_DATA). With DATABASE_URL set, that database is used instead. You act with the operator's key DIR/keys/operator.jwk,
or with the one that TESSERA_OPERATOR_KEY names; the file must be yours alone. Every act is kept in the audit log.`;
}

/** What each is called and does. */
export function explained(commands: readonly AdminCommand[]): string {
  return commands.flatMap((command) => [`  ${callOf(command)}`, `      ${command.about}`]).join('\n');
}

/** How one command is called. */
export function callOf({ words, args, options = [], switches = [] }: AdminCommand): string {
  const extras = [...options.map((name) => `[--${name} …]`), ...switches.map((name) => `[--${name}]`)];
  return [...words, ...args, ...extras].join(' ');
}
