// Words of keeping what is in the wallet: recovery code, backup, export, storage.
interface FaultText {
  readonly headline: string;
  readonly next: string;
}

const fault = (headline: string, next: string): FaultText => ({ headline, next });

export const words = {
  title: 'Safety',
  rowSet: 'Recovery code is set up',
  rowNotSet: 'No recovery code yet',
  loss: {
    title: 'If this phone is lost, your points are lost',
    text: 'Nothing but this phone speaks for you. A recovery code on paper brings everything back.',
  },
  recovery: {
    title: 'Recovery code',
    text: 'With this code a new phone gets your points, vouchers and history. Whoever has it can do the same: keep it like a key.',
    set: (day: string) => `Set up on ${day}`,
    make: 'Make a recovery code',
    renew: 'Make a new code',
    notYet: 'Join a programme first: then there is something to keep.',
    changed: 'Your recovery code works from now on',
  },
  setup: {
    show: 'Your recovery code',
    showText:
      'Write it down or print it, and keep it away from this phone. It is shown only this once; nobody can tell it to you again.',
    qr: 'recovery code',
    print: 'Print',
    next: 'I have written it down',
    check: 'Let us check it',
    checkText: 'Type these four characters of your code. Count without the dashes.',
    place: (place: string) => `Character ${place}`,
    wrong: 'These are not the characters. Look at what you have written down.',
    back: 'Show the code again',
    confirm: 'Set up this code',
    replaces: 'Your old code stops working with this.',
  },
  backup: {
    title: 'Backup file',
    text: 'An encrypted file with your receipts, your programmes and what has not been sent yet. Points and vouchers are with the server and need no file.',
    never: 'No backup file yet',
    made: (day: string) => `Last file: ${day}`,
    fresh: (count: string) => `${count} receipts since then`,
    make: 'Make a backup file',
    makeText: 'Choose what opens the file: your recovery code, a passphrase, or both.',
    code: 'Recovery code',
    passphrase: 'Passphrase',
    passphraseHint: 'At least 12 characters. Four or five words that do not belong together are best.',
    save: 'Save the file',
    saved: 'The backup file was made',
    restore: 'Restore from a file',
    restoreText: 'What is in the file is added to this wallet. Nothing counts twice.',
    choose: 'Choose the file',
    secret: 'Recovery code or passphrase',
    open: 'Restore',
    restored: (count: string) => `Restored: ${count} receipts`,
    known: (count: string) => `${count} were here already`,
  },
  ledger: {
    title: 'Your records as a file',
    text: 'Everything that tills, the server and this phone have signed. Anybody can check it with public keys only; nobody can change it unseen. It is not encrypted.',
    save: 'Export my records',
    saved: 'The file was made',
  },
  storage: {
    title: 'Storage on this phone',
    kept: 'The browser keeps your data',
    atRisk: 'The browser may delete your data',
    atRiskText: 'When space runs out, the browser clears sites it was not asked to keep.',
    ask: 'Ask the browser to keep it',
    asked: 'Asked. Some browsers answer only after you have used the app for a while.',
    tab: 'Add this app to the Home Screen',
    tabText:
      'On this device the browser deletes what a tab has saved after seven days without a visit. On the Home Screen it stays.',
    nearlyFull: 'Storage is nearly full',
    nearlyFullText:
      'Delete photos or apps that you do not need. If saving ever fails, nothing that was confirmed is lost.',
  },
  recover: {
    title: 'I had Tessera before',
    text: 'Type or scan the recovery code that you wrote down. Your points, vouchers and history come to this phone.',
    code: 'Recovery code',
    codeHint: 'Seven groups of four. Capitals and dashes do not matter.',
    scan: 'Scan the code',
    question: 'What about the old phone?',
    lost: 'It is lost',
    keep: 'I still have it',
    lostHint: 'It is shut out at once. A voucher it still shows is refused as soon as a till is online.',
    keepHint: 'Both phones go on, with the same points and vouchers.',
    start: 'Bring everything back',
    done: (name: string) => `Welcome back, ${name}`,
    receipts: (count: string) =>
      `${count} receipts are here again. Your vouchers were issued anew for this phone.`,
    revoked: (count: string) => `Devices shut out: ${count}`,
    renew: 'If anybody else may have seen the code, make a new one.',
    home: 'To my points',
    toSafety: 'Restore a backup file',
  },
  faults: {
    recovery_code_incomplete: fault(
      'The code is not complete',
      'It has 28 characters: seven groups of four.',
    ),
    recovery_code_mistyped: fault(
      'There is a slip in the code',
      'Compare it with your paper, character by character.',
    ),
    recovery_unknown: fault(
      'Nobody has this code',
      'It may have been replaced by a newer one. Look for the latest paper.',
    ),
    wallet_in_use: fault(
      'This wallet has a member already',
      'Recover on a phone or browser where nothing has been joined yet.',
    ),
    key_in_use: fault(
      'This wallet has a member already',
      'Recover on a phone or browser where nothing has been joined yet.',
    ),
    not_enrolled: fault('Nothing to keep yet', 'Join a programme first.'),
    backup_unreadable: fault('This is not a backup of Tessera', 'Choose a file whose name ends in .backup.'),
    backup_newer: fault('Made by a newer version', 'Update this app, then restore again.'),
    backup_wrong_secret: fault(
      'This does not open the file',
      'Try the code or passphrase that was chosen when the file was made.',
    ),
    backup_damaged: fault('The file is damaged', 'It was cut off or changed on its way. Use another copy.'),
    backup_no_secret: fault('Nothing would open the file', 'Give the recovery code, a passphrase, or both.'),
    backup_weak_passphrase: fault('The passphrase is too short', 'Take at least 12 characters.'),
    backup_before_recovery: fault(
      'First bring back your membership',
      'Use “I had Tessera before” with your recovery code, then restore the file.',
    ),
    backup_other_member: fault(
      'This file is somebody else’s',
      'It belongs to another member than this wallet.',
    ),
  } as Readonly<Record<string, FaultText>>,
};

export type SafetyWords = typeof words;
