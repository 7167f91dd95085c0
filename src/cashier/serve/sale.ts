import type { SaleDraft, SaleLine } from '#bridge/cashier-api.ts';

/** The sale on the screen: finished lines, and the one being typed. Amounts are entered as minor units, like a till. */
export interface Sale {
  readonly lines: readonly SaleLine[];
  readonly amountMinor: number;
  readonly category: string;
}

/** What a receipt can carry (protocol: facts, at most 6 lines). */
export const MAX_LINES = 6;
/** Twelve digits: enough for any currency, far from the end of safe integers even when lines are added up. */
export const MAX_AMOUNT_MINOR = 999_999_999_999;

export type PadKey =
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'erase' }
  | { readonly kind: 'clear' };

export function emptySale(category: string): Sale {
  return { lines: [], amountMinor: 0, category };
}

/** A key that would exceed the largest amount changes nothing: the cashier sees that the number stands still. */
export function pressKey(sale: Sale, key: PadKey): Sale {
  switch (key.kind) {
    case 'digits': {
      const amountMinor = Number(`${sale.amountMinor}${key.digits}`);
      return amountMinor > MAX_AMOUNT_MINOR ? sale : { ...sale, amountMinor };
    }
    case 'erase':
      return { ...sale, amountMinor: Math.floor(sale.amountMinor / 10) };
    case 'clear':
      return { ...sale, amountMinor: 0 };
  }
}

export function chooseCategory(sale: Sale, category: string): Sale {
  return { ...sale, category };
}

/** Puts the typed amount among the finished lines; one place stays free for the line being typed. */
export function addLine(sale: Sale): Sale {
  if (!canAddLine(sale)) return sale;
  const line = { amountMinor: sale.amountMinor, category: sale.category };
  return { ...sale, lines: [...sale.lines, line], amountMinor: 0 };
}

export function canAddLine(sale: Sale): boolean {
  return sale.amountMinor > 0 && sale.lines.length < MAX_LINES - 1;
}

export function removeLine(sale: Sale, index: number): Sale {
  return { ...sale, lines: sale.lines.filter((_, at) => at !== index) };
}

export function totalMinorOf(sale: Sale): number {
  return sale.lines.reduce((sum, line) => sum + line.amountMinor, sale.amountMinor);
}

/** The sale without what was paid already: the last lines go first. */
export function withoutPaid(sale: Sale, paidMinor: number): Sale {
  let leftMinor = Math.max(0, totalMinorOf(sale) - paidMinor);
  const lines: SaleLine[] = [];
  for (const line of sale.lines) {
    const amountMinor = Math.min(line.amountMinor, leftMinor);
    leftMinor -= amountMinor;
    if (amountMinor > 0) lines.push({ ...line, amountMinor });
  }
  return { ...sale, lines, amountMinor: leftMinor };
}

/** What the worker gets: the line being typed counts once it has an amount. */
export function draftFrom(sale: Sale): SaleDraft {
  const typed = { amountMinor: sale.amountMinor, category: sale.category };
  return { lines: sale.amountMinor > 0 ? [...sale.lines, typed] : sale.lines };
}
