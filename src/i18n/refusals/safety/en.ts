import type { SafetyTexts } from '#i18n/refusal-kinds.ts';

const customer = 'This cannot be used right now. Please try again later.';

const text = (headline: string, next: string) => ({ headline, next, customer });

/** Of recovery codes and backup files: only their owner ever sees them. */
export const safetyTexts: SafetyTexts = {
  recovery_code_incomplete: text('The code is not complete', 'It has 28 characters: seven groups of four.'),
  recovery_code_mistyped: text(
    'There is a slip in the code',
    'Compare it with your paper, character by character.',
  ),
  recovery_unknown: text(
    'Nobody has this code',
    'It may have been replaced by a newer one. Look for the latest paper.',
  ),
  wallet_in_use: text(
    'This wallet has a member already',
    'Recover on a phone or browser where nothing has been joined yet.',
  ),
  backup_unreadable: text('This is not a backup of Tessera', 'Choose a file whose name ends in .backup.'),
  backup_newer: text('Made by a newer version', 'Update this app, then restore again.'),
  backup_wrong_secret: text(
    'This does not open the file',
    'Try the code or passphrase that was chosen when the file was made.',
  ),
  backup_damaged: text('The file is damaged', 'It was cut off or changed on its way. Use another copy.'),
  backup_no_secret: text('Nothing would open the file', 'Give the recovery code, a passphrase, or both.'),
  backup_weak_passphrase: text('The passphrase is too short', 'Take at least 12 characters.'),
  backup_before_recovery: text(
    'First bring back your membership',
    'Use “I had Tessera before” with your recovery code, then restore the file.',
  ),
  backup_other_member: text('This file is somebody else’s', 'It belongs to another member than this wallet.'),
};
