// How much a till may sign for in sales. Every till has ample limits by itself; one that sells cars gets others here.
import type { SalesLimits } from '#protocol/messages.ts';
import { salesLimitsOf } from '#protocol/sales-limits.ts';
import {
  act,
  type AdminCommand,
  type AdminDeps,
  type Given,
  type OptionName,
  type Options,
} from '#server/admin/command.ts';
import type { StoredMerchant } from '#server/catalogue-store.ts';
import { capsIn } from '#server/enrolment/certificates.ts';
import { noteCertificate } from '#server/enrolment/renew-certificate.ts';
import { findMerchant } from './merchants.ts';
import { findTill } from './terminals.ts';

export const TERMINAL_LIMIT_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['terminal', 'limits'],
    args: ['MERCHANT', 'NUMBER'],
    options: ['per-receipt', 'per-day', 'receipts'],
    switches: ['usual'],
    about:
      'what a till may sell per receipt and per day (whole units of the currency) and how many receipts a day; --usual takes it back',
    run: limitTerminal,
  },
];

async function limitTerminal(
  deps: AdminDeps,
  [wanted, number]: readonly string[],
  { options, switches }: Given,
): Promise<number> {
  const merchant = await findMerchant(deps, wanted!);
  if (merchant === undefined) return 1;
  const till = await findTill(deps, merchant, number!);
  if (till === undefined) return 1;
  const usual = salesLimitsOf({ caps: capsIn(merchant.currency) });
  const own = await limitsOf(deps, till.serial);
  const isQuestion = Object.keys(options).length === 0 && !switches.has('usual');
  const wish = switches.has('usual') ? usual : withOptions(own ?? usual, options, merchant);
  if (wish === undefined) {
    deps.explain('Limits are whole numbers above 0: --per-receipt 500 --per-day 20000 --receipts 800.');
    return 1;
  }
  print(deps, merchant, wish);
  if (isQuestion) return 0;
  const isUsual = JSON.stringify(wish) === JSON.stringify(usual);
  const done = { act: 'terminal limits', target: `${merchant.slug}/${number}`, details: { ...wish } };
  await act(deps, done, async (tx) => {
    await tx
      .updateTable('terminal')
      .set({ sales_limits: isUsual ? null : JSON.stringify(wish) })
      .where('serial', '=', till.serial)
      .execute();
    // Due at once, so that its next sync brings the certificate with these limits.
    await noteCertificate(tx, till.device_id, deps.clock.nowMs());
  });
  deps.explain(
    'From its next sync on; a till that another till has added gets a quarter until it is confirmed. Lower limits bind an honest till only: for another, terminal revoke.',
  );
  return 0;
}

async function limitsOf({ db }: AdminDeps, serial: number): Promise<SalesLimits | null> {
  const row = await db
    .selectFrom('terminal')
    .select('sales_limits')
    .where('serial', '=', serial)
    .executeTakeFirstOrThrow();
  return row.sales_limits;
}

function withOptions(
  before: SalesLimits,
  options: Options,
  { currency }: StoredMerchant,
): SalesLimits | undefined {
  const unit = 10 ** currency.exponent;
  const read = (name: OptionName, scale: number, otherwise: number) => {
    const text = options[name];
    if (text === undefined) return otherwise;
    const amount = /^[1-9]\d*$/.test(text) ? Number(text) * scale : Number.NaN;
    return Number.isSafeInteger(amount) ? amount : Number.NaN;
  };
  const limits = {
    perReceiptMinor: read('per-receipt', unit, before.perReceiptMinor),
    perDayMinor: read('per-day', unit, before.perDayMinor),
    receiptsPerDay: read('receipts', 1, before.receiptsPerDay),
  };
  return Object.values(limits).every(Number.isSafeInteger) ? limits : undefined;
}

function print(deps: AdminDeps, { currency }: StoredMerchant, limits: SalesLimits): void {
  const whole = (minor: number) => `${minor / 10 ** currency.exponent} ${currency.code}`;
  const { perReceiptMinor, perDayMinor, receiptsPerDay } = limits;
  deps.print(['per receipt', whole(perReceiptMinor)].join('\t'));
  deps.print(['per day', whole(perDayMinor)].join('\t'));
  deps.print(['receipts a day', receiptsPerDay].join('\t'));
}
