import type { AddingTexts } from '#i18n/refusal-kinds.ts';

const customer = 'This cannot be used right now. Please try again later.';

/** Of adding a till by another till: only staff see them. */
export const addingTexts: AddingTexts = {
  catalogue_missing: {
    customer,
    headline: 'This app was never online',
    next: 'Open it once where there is a signal. It needs the list of merchants.',
  },
  pairing_gone: { customer, headline: 'This pairing is over', next: 'Start again on the new till.' },
  other_till_answered: {
    customer,
    headline: 'This answers another till',
    next: 'Let the other till scan the code of this one first.',
  },
  adding_used_up: {
    customer,
    headline: 'No more tills this week',
    next: 'Pair with a code, or use another till to add this one.',
  },
  delegation_revoked: {
    customer,
    headline: 'This till was taken back',
    next: 'Pair it with a code. What it sold stays on it until then.',
  },
  delegation_full: {
    customer,
    headline: 'Too many tills without the operator',
    next: 'Ask the operator to confirm the tills that were added.',
  },
};
