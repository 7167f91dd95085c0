import type { WithdrawnTexts } from '#i18n/refusal-kinds.ts';

const LATER = 'This cannot be used right now. Please try again later.';
const NOT_VALID = 'This code is not valid here.';
const NEEDS_SERVER = 'This needs a connection. Nothing was taken from you.';

const text = (headline: string, next: string, customer: string) => ({ headline, next, customer });

/** Of tills and vouchers that were good once and are no longer. */
export const withdrawnTexts: WithdrawnTexts = {
  cert_revoked: text(
    'This till was shut out',
    'Nothing counts that it signs. Ask the shop for a receipt from another till.',
    'The operator has shut this till out.',
  ),
  voucher_withdrawn: text(
    'Withdrawn',
    'Whoever issued this voucher took it back. No till accepts it; ask the shop why.',
    'This was withdrawn by its issuer.',
  ),
  delegation_revoked: text(
    'This till may no longer sell',
    'The till that added it was taken back, or the six digits were not the same. Pair this one with a code.',
    LATER,
  ),
  delegation_full: text(
    'That till has added too many',
    'Ask the operator to confirm the others, or pair this one with a code.',
    LATER,
  ),
  issuer_revoked: text('The issuer was withdrawn', 'Do not accept it.', NOT_VALID),
  revoked: text('Withdrawn', 'Do not accept it.', 'This was withdrawn by its issuer.'),
  serial_unregistered: text('This till is not registered', 'Pair the till again.', NEEDS_SERVER),
};
