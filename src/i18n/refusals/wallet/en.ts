import type { WalletTexts } from '#i18n/refusal-kinds.ts';

const customer = 'This cannot be used right now. Please try again later.';

const text = (headline: string, next: string) => ({ headline, next, customer });

/** What only a wallet's own screens tell: a till loads none of it. */
export const walletTexts: WalletTexts = {
  told_late: text('Told too late', 'It counts if the server hears of it within 35 days.'),
  recovery_code_incomplete: text('The code is not complete', 'It has seven groups of four.'),
  recovery_code_mistyped: text('A slip in the code', 'Compare it with your paper.'),
  recovery_unknown: text('Nobody has this code', 'A newer one may have replaced it.'),
  member_erased: text('Your account was erased', 'This wallet starts anew.'),
  wallet_in_use: text('This wallet has a member already', 'Recover where nothing was joined.'),
  backup_unreadable: text('This is not a backup of Tessera', 'Its name ends in .backup.'),
  backup_newer: text('Made by a newer version', 'Update this app, then restore again.'),
  backup_wrong_secret: text('This does not open the file', 'Try the code or passphrase of that time.'),
  backup_damaged: text('The file is damaged', 'Use another copy.'),
  backup_no_secret: text('Nothing would open the file', 'Give a code or a passphrase.'),
  backup_weak_passphrase: text('The passphrase is too short', 'Take at least 12 characters.'),
  backup_before_recovery: text(
    'First bring back your membership',
    'Use “I had Tessera before”, then restore the file.',
  ),
  backup_other_member: text('This file is somebody else’s', 'It belongs to another member.'),
  cert_revoked: text(
    'This till was shut out',
    'Nothing counts that it signs. Ask the shop for a receipt from another till.',
  ),
  voucher_withdrawn: text(
    'Withdrawn',
    'Whoever issued this voucher took it back. No till accepts it; ask the shop why.',
  ),
};
