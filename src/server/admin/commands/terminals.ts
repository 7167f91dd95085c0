import { bucketOf } from '#server/db/bucket.ts';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import {
  type AdminCommand,
  type AdminDeps,
  type Given,
  act,
  instantFromOption,
} from '#server/admin/command.ts';
import { findMerchant } from './merchants.ts';

export const TERMINAL_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['terminal', 'pair'],
    args: ['MERCHANT'],
    options: ['name'],
    about: 'print a pairing code: 8 characters, 15 minutes, once',
    run: pairTerminal,
  },
  {
    words: ['terminal', 'list'],
    args: [],
    about:
      'every till: merchant, number, name, when it was paired, when it was seen, revoked, serial as in alarms',
    run: listTerminals,
  },
  {
    words: ['terminal', 'revoke'],
    args: ['MERCHANT', 'NUMBER'],
    options: ['from'],
    switches: ['stolen'],
    about:
      'a till that may sync no more; with --stolen what it signs from now on, or --from DATE on, counts for nobody',
    run: revokeTerminal,
  },
];

async function pairTerminal(
  deps: AdminDeps,
  [wanted]: readonly string[],
  { options }: Given,
): Promise<number> {
  const merchant = await findMerchant(deps, wanted!);
  if (merchant === undefined) return 1;
  const order = {
    merchantId: merchant.id,
    ...(options.name === undefined ? {} : { tillName: options.name }),
  };
  const code = await act(deps, { act: 'terminal pair', target: merchant.slug }, (tx) =>
    createPairingCode({ ...deps, db: tx }, order),
  );
  deps.print(code);
  deps.explain(`Enter it in the cashier app of ${merchant.name} within 15 minutes; it works once.`);
  return 0;
}

async function listTerminals({ db, print }: AdminDeps): Promise<number> {
  const rows = await db
    .selectFrom('terminal')
    .innerJoin('merchant', 'merchant.id', 'terminal.merchant_id')
    .select(['merchant.slug', 'till_number', 'terminal.name', 'paired_at', 'device_id', 'serial'])
    .orderBy('merchant.slug')
    .orderBy('terminal.till_number')
    .execute();
  for (const row of rows) {
    const device = await db
      .selectFrom('device')
      .select(['server_time_proved', 'revoked_at'])
      .where('bucket', '=', bucketOf(row.device_id))
      .where('id', '=', row.device_id)
      .executeTakeFirst();
    const seen = device === undefined ? '-' : new Date(device.server_time_proved).toISOString();
    const state = typeof device?.revoked_at === 'number' ? 'revoked' : '';
    const paired = new Date(row.paired_at).toISOString();
    print([row.slug, row.till_number, row.name, paired, seen, state, row.serial].join('\t'));
  }
  return 0;
}

async function revokeTerminal(
  deps: AdminDeps,
  [wanted, number]: readonly string[],
  { switches, options }: Given,
): Promise<number> {
  const merchant = await findMerchant(deps, wanted!);
  if (merchant === undefined) return 1;
  const till = await deps.db
    .selectFrom('terminal')
    .select('device_id')
    .where('merchant_id', '=', merchant.id)
    .where('till_number', '=', Number(number))
    .executeTakeFirst();
  if (till === undefined) {
    deps.explain(`${merchant.name} has no till ${number}; see terminal list.`);
    return 1;
  }
  const nowMs = deps.clock.nowMs();
  const stolen = switches.has('stolen');
  const fromMs = options.from === undefined ? nowMs : instantFromOption(options.from);
  if (fromMs === undefined || (options.from !== undefined && !stolen)) {
    deps.explain('--from 2027-01-01 goes with --stolen: what the till signed before then still counts.');
    return 1;
  }
  const done = {
    act: 'terminal revoke',
    target: `${merchant.slug}/${number}`,
    details: { stolen: Number(stolen), ...(stolen ? { from: new Date(fromMs).toISOString() } : {}) },
  };
  await act(deps, done, async (tx) => {
    await tx
      .updateTable('device')
      .set({ revoked_at: nowMs })
      .where('bucket', '=', bucketOf(till.device_id))
      .where('id', '=', till.device_id)
      .execute();
    if (!stolen) return;
    await tx
      .updateTable('terminal')
      .set({ revoked_at: fromMs })
      .where('device_id', '=', till.device_id)
      .execute();
  });
  deps.explain(
    stolen
      ? `What it signed before ${new Date(fromMs).toISOString()} still counts. A thief can date back: watch alarms for its serial.`
      : 'It may sync no more. Receipts that customers hold still count; if it was stolen, add --stolen.',
  );
  return 0;
}
