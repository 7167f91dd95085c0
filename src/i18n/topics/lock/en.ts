export const words = {
  title: 'Lock for spending',
  hint: 'Asks before vouchers and payments. Collecting points stays open.',
  on: 'On',
  off: 'Off',
  set: 'Set a PIN',
  remove: 'Remove the PIN',
  newPin: 'New PIN, 4 to 8 digits',
  repeat: 'The same again',
  differ: 'The two are not the same.',
  unlock: 'Unlock',
  enter: 'Enter your PIN',
  save: 'Save',
  wait: (seconds: string) => `Too many tries. Wait ${seconds} seconds.`,
  wrong: 'That was not the PIN.',
  forgotten:
    'Forgot the PIN? Nobody can read it for you. Vouchers and points stay on the server; on this phone they open again only after its data is cleared and you join anew or restore with your recovery code.',
};

export type LockWords = typeof words;
