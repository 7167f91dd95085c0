import type { RefusalKind, RefusalText } from '#i18n/refusal-kinds.ts';

type SpendingKind = Extract<
  RefusalKind,
  | 'limit_sales'
  | 'points_not_taken'
  | 'points_too_few'
  | 'points_missing'
  | 'locked'
  | 'pin_wrong'
  | 'pin_wait'
>;

/** English words for what may be sold, for paying with points and for the wallet's lock. */
export function spendingTexts(
  text: (headline: string, next: string, customer: string) => RefusalText,
): Record<SpendingKind, RefusalText> {
  return {
    limit_sales: text(
      'More than this till may sell',
      'Enter less, or ask for a higher limit.',
      'Above this till’s limit.',
    ),
    points_not_taken: text(
      'This shop takes no points',
      'Pay in another way.',
      'This shop does not take points.',
    ),
    points_too_few: text('Too little for points', 'Enter a larger amount.', 'Too little to pay with points.'),
    points_missing: text('Not enough points', 'Ask for fewer points.', 'You do not have that many points.'),
    locked: text('Locked', 'Unlock to go on.', 'The phone is locked for spending.'),
    pin_wrong: text('Wrong PIN', 'Try again.', 'The PIN was wrong.'),
    pin_wait: text('Too many tries', 'Wait a moment, then try again.', 'Please wait a moment.'),
  };
}
