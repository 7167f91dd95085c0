import { plainLine } from '#base/plain-line.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import { noteCertificate } from '#server/enrolment/renew-certificate.ts';
import {
  type AdminCommand,
  type AdminDeps,
  type Given,
  act,
  countFrom,
  instantFromOption,
  nameFault,
  noInstant,
} from '#server/admin/command.ts';
import { tableRow } from '#server/admin/printable.ts';
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
      'every till: merchant, number, name, when it was paired, when it was seen, revoked, serial as in alarms, the till that added it, confirmed',
    run: listTerminals,
  },
  {
    words: ['terminal', 'confirm'],
    args: ['MERCHANT', 'NUMBER'],
    about: 'stand by a till that another till has added: full limits from its next sync on',
    run: confirmTerminal,
  },
  {
    words: ['terminal', 'revoke'],
    args: ['MERCHANT', 'NUMBER'],
    options: ['from'],
    switches: ['stolen'],
    about:
      'a till that may sync no more; with --stolen what it signs from now on, or --from a DATE of before, counts for nobody',
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
  const fault = options.name === undefined ? undefined : nameFault(options.name);
  if (fault !== undefined) {
    deps.explain(fault);
    return 1;
  }
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

async function listTerminals({ db, print, explain }: AdminDeps): Promise<number> {
  const rows = await db
    .selectFrom('terminal')
    .innerJoin('merchant', 'merchant.id', 'terminal.merchant_id')
    .leftJoin('delegation', 'delegation.serial', 'terminal.serial')
    .leftJoin('terminal as parent', 'parent.serial', 'delegation.parent_serial')
    .select(['merchant.slug', 'terminal.till_number', 'terminal.name', 'terminal.paired_at'])
    .select(['terminal.device_id', 'terminal.serial', 'parent.till_number as added_by', 'confirmed_at'])
    .orderBy('merchant.slug')
    .orderBy('terminal.till_number')
    .execute();
  if (rows.length === 0) explain('There are no tills yet; terminal pair prints a code for one.');
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
    const facts = [row.slug, row.till_number, row.name, paired, seen, state, row.serial];
    const isConfirmed = row.confirmed_at !== null;
    const added = row.added_by === null ? [] : [row.added_by, isConfirmed ? 'confirmed' : 'unconfirmed'];
    print(tableRow([...facts, ...added]));
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
  const till = await findTill(deps, merchant, number!);
  if (till === undefined) return 1;
  const nowMs = deps.clock.nowMs();
  const stolen = switches.has('stolen');
  const wantedMs = options.from === undefined ? undefined : instantFromOption(options.from);
  if (options.from !== undefined && wantedMs === undefined) {
    deps.explain(noInstant('from', options.from));
    return 1;
  }
  if (options.from !== undefined && !stolen) {
    deps.explain('--from 2027-01-01 goes with --stolen: what the till signed before then still counts.');
    return 1;
  }
  if (wantedMs !== undefined && wantedMs > nowMs) {
    const now = new Date(nowMs).toISOString();
    deps.explain(
      `--from ${options.from} is still to come; a till counts for nobody from ${now} on at the latest.`,
    );
    return 1;
  }
  // Said again, the day of the theft stays: what the thief has signed since must not count.
  const fromMs = wantedMs ?? Math.min(nowMs, till.revoked_at ?? nowMs);
  const done = {
    act: 'terminal revoke',
    target: `${merchant.slug}/${number}`,
    details: { stolen: Number(stolen), ...(stolen ? { from: new Date(fromMs).toISOString() } : {}) },
  };
  const added = await act(deps, done, async (tx) => {
    const fallen = await addedBy(tx, till.serial);
    for (const { device_id } of [till, ...fallen]) {
      await tx
        .updateTable('device')
        .set({ revoked_at: nowMs })
        .where('bucket', '=', bucketOf(device_id))
        .where('id', '=', device_id)
        .where('revoked_at', 'is', null)
        .execute();
    }
    // Of those that it added, nothing counts from then on either: the directory asks for its row.
    if (!stolen) return fallen;
    await tx
      .updateTable('terminal')
      .set({ revoked_at: fromMs })
      .where('device_id', '=', till.device_id)
      .execute();
    return fallen;
  });
  for (const { till_number, name } of added)
    deps.explain(
      `Till ${till_number} (${plainLine(name)}), which it had added and nobody confirmed, is revoked with it.`,
    );
  deps.explain(
    stolen
      ? `What it signed before ${new Date(fromMs).toISOString()} still counts. A thief can date back: watch alarms for its serial.`
      : 'It may sync no more; a new code of terminal pair brings it back. Receipts that customers hold still count; if it was stolen, add --stolen.',
  );
  return 0;
}

async function confirmTerminal(deps: AdminDeps, [wanted, number]: readonly string[]): Promise<number> {
  const merchant = await findMerchant(deps, wanted!);
  if (merchant === undefined) return 1;
  const till = await findTill(deps, merchant, number!);
  if (till === undefined) return 1;
  const nowMs = deps.clock.nowMs();
  const done = { act: 'terminal confirm', target: `${merchant.slug}/${number}` };
  const confirmed = await act(deps, done, async (tx) => {
    const row = await tx
      .updateTable('delegation')
      .set({ confirmed_at: nowMs })
      .where('serial', '=', till.serial)
      .where('disowned_at', 'is', null)
      .returning('serial')
      .executeTakeFirst();
    // Due at once, so that its next sync brings the certificate with full limits.
    if (row !== undefined) await noteCertificate(tx, till.device_id, nowMs);
    return row !== undefined;
  });
  deps.explain(
    confirmed
      ? `Till ${number} of ${merchant.name} gets full limits with its next sync.`
      : `No other till has added till ${number} of ${merchant.name}, or that till has taken it back.`,
  );
  return confirmed ? 0 : 1;
}

interface Till {
  readonly device_id: string;
  readonly serial: number;
  /** From when on what it signs counts for nobody. */
  readonly revoked_at: number | null;
}

/** Explains what is missing when there is none. */
export async function findTill(
  { db, explain }: AdminDeps,
  merchant: { readonly id: string; readonly name: string },
  number: string,
): Promise<Till | undefined> {
  const tillNumber = countFrom(number);
  if (tillNumber === undefined) {
    explain(`${number} is no number of a till: those are 1, 2, 3 and so on, as terminal list has them.`);
    return undefined;
  }
  const till = await db
    .selectFrom('terminal')
    .select(['device_id', 'serial', 'revoked_at'])
    .where('merchant_id', '=', merchant.id)
    .where('till_number', '=', tillNumber)
    .executeTakeFirst();
  if (till === undefined) explain(`${merchant.name} has no till ${number}; see terminal list.`);
  return till;
}

/** Those that it added and that the operator has not confirmed. */
function addedBy(tx: Tx, serial: number) {
  return tx
    .selectFrom('delegation')
    .innerJoin('terminal', 'terminal.serial', 'delegation.serial')
    .select(['terminal.device_id', 'terminal.till_number', 'terminal.name'])
    .where('parent_serial', '=', serial)
    .where('confirmed_at', 'is', null)
    .execute();
}
