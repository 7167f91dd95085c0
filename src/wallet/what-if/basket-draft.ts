// A basket while it is being typed: texts and choices, not amounts yet.
import type { Basket, PlanMerchant } from '#bridge/wallet-plan.ts';
import { amountMinorFrom } from '#i18n/digits.ts';

export interface DraftLine {
  readonly amount: string;
  readonly category: string;
  readonly store?: string;
}

export interface Draft {
  readonly merchantSlug: string;
  readonly lines: readonly DraftLine[];
  /** Empty: none that a programme tells apart. */
  readonly payWith: string;
  /** `YYYY-MM-DD` on this device's calendar, empty while none is chosen yet; null: now. */
  readonly day: string | null;
}

/** As many as a receipt holds. */
export const MOST_LINES = 6;

export function emptyDraft({ slug, categories }: PlanMerchant): Draft {
  return { merchantSlug: slug, lines: [emptyLine(categories)], payWith: '', day: null };
}

/** Another merchant has other categories; amounts stay. */
export function moveTo({ lines, day }: Draft, merchant: PlanMerchant): Draft {
  const { categories } = merchant;
  const moved = lines.map(({ amount, category }) => ({
    amount,
    category: categories.includes(category) ? category : firstOf(categories),
  }));
  return { ...emptyDraft(merchant), lines: moved, day };
}

export function draftFrom(basket: Basket, { currency }: PlanMerchant): Draft {
  const { merchantSlug, lines, payWith } = basket;
  return {
    merchantSlug,
    lines: lines.map(({ amountMinor, ...rest }) => ({
      ...rest,
      amount: typed(amountMinor, currency.exponent),
    })),
    payWith: payWith ?? '',
    day: null,
  };
}

export function addLine(draft: Draft, { categories }: PlanMerchant): Draft {
  return { ...draft, lines: [...draft.lines, emptyLine(categories)] };
}

export function removeLine(draft: Draft, place: number): Draft {
  return { ...draft, lines: draft.lines.filter((_, index) => index !== place) };
}

export function changeLine(draft: Draft, place: number, change: Partial<DraftLine>): Draft {
  return {
    ...draft,
    lines: draft.lines.map((line, index) => (index === place ? { ...line, ...change } : line)),
  };
}

export type DraftReading =
  | { readonly ok: true; readonly basket: Basket }
  /** Places of the lines whose amount cannot be taken, and whether another day than now was meant and none can be taken. */
  | { readonly ok: false; readonly wrong: readonly number[]; readonly dayWrong: boolean };

/**
 * The basket of a draft. A line left empty beside others counts for nothing; days are taken at noon, and none before `today`
 * (`YYYY-MM-DD`): what is over is not tried out.
 */
export function basketFrom(draft: Draft, { currency }: PlanMerchant, today = ''): DraftReading {
  const read = draft.lines.map((line) => ({
    ...line,
    amountMinor: amountMinorFrom(line.amount, currency.exponent),
  }));
  const filled = draft.lines.filter(({ amount }) => amount.trim() !== '').length;
  const wrong = read.flatMap(({ amount, amountMinor }, place) => {
    const isLeftOut = amount.trim() === '' && filled > 0;
    return isLeftOut || (amountMinor !== undefined && amountMinor > 0) ? [] : [place];
  });
  const atMs = draft.day === null ? undefined : noonOf(draft.day);
  const dayWrong = draft.day !== null && (atMs === undefined || draft.day < today);
  if (wrong.length > 0 || dayWrong) return { ok: false, wrong, dayWrong };
  const lines = read.flatMap(({ amount: _typed, amountMinor, ...rest }) =>
    amountMinor === undefined ? [] : [{ ...rest, amountMinor }],
  );
  const basket = {
    merchantSlug: draft.merchantSlug,
    lines,
    ...(draft.payWith === '' ? {} : { payWith: draft.payWith }),
    ...(atMs === undefined ? {} : { atMs }),
  };
  return { ok: true, basket };
}

function emptyLine(categories: readonly string[]): DraftLine {
  return { amount: '', category: firstOf(categories) };
}

function firstOf(categories: readonly string[]): string {
  return categories[0] ?? '';
}

function typed(amountMinor: number, exponent: number): string {
  const digits = String(amountMinor).padStart(exponent + 1, '0');
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

function noonOf(day: string): number | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const atMs = new Date(year, month - 1, date, 12).getTime();
  return Number.isNaN(atMs) ? undefined : atMs;
}
