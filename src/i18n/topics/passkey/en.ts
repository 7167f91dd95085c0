// Words of the phone's own lock: over spending, and as a way back to a membership.
export const words = {
  lock: {
    means: 'Fingerprint, face or passcode',
    pin: 'Your PIN',
    name: 'Tessera spending lock',
    set: 'Use fingerprint, face or passcode',
    setText:
      'Before vouchers and payments, this phone then asks for what unlocks it. It works without a signal, and Tessera tells nobody about it.',
    setGo: 'Set it up',
    remove: 'Remove fingerprint and face',
    removeText: 'Your PIN stays, and opens the lock from then on.',
    removeOff: 'There is no PIN: the lock is then off, and whoever holds this phone unlocked can spend.',
    unlock: 'Unlock with fingerprint, face or passcode',
    notNow: 'Fingerprint, face or passcode cannot be asked for here',
    notNowText: 'Perhaps the screen lock of this phone was turned off. Turn it on again, then come back.',
    lostWithPin: 'Does it no longer work? Your PIN opens the lock.',
    lostAlone:
      'Set a PIN too, as a second way. Without one, should this ever stop working: vouchers and points stay on the server, and open here again only after this phone’s data is cleared and you join anew or restore with your recovery code.',
  },
  recovery: {
    row: 'Passkey is set up',
    title: 'Passkey',
    name: 'Tessera membership',
    text: 'Beside the code on paper: a new phone that is signed in to the same account of your phone’s maker brings everything back with your fingerprint, face or passcode. Whoever can unlock that account’s passkeys can do the same.',
    only: 'Without a recovery code, losing this account loses your way back: a code on paper needs no account.',
    set: (day: string) => `Set up on ${day}`,
    make: 'Make a passkey',
    renew: 'Make a new passkey',
    remove: 'Remove the passkey',
    made: 'Your passkey works from now on',
    removed: 'The passkey is gone. If your phone still lists it, you may delete it there.',
    useTitle: 'Or with a passkey',
    useText: 'If you had made one, your phone’s account has it. No code is needed then.',
    use: 'Use my passkey',
  },
  faults: {
    passkey_cancelled: {
      headline: 'No answer from this phone',
      next: 'It was cancelled, or took too long. Nothing has changed: try again, or go another way.',
    },
    passkey_not_here: {
      headline: 'No passkey here',
      next: 'This browser or this address cannot use one. A PIN or a recovery code works everywhere.',
    },
    passkey_unknown: {
      headline: 'This passkey is not known here',
      next: 'Choose another one, or use your recovery code.',
    },
    passkey_wrong: { headline: 'The passkey was not accepted', next: 'Nothing has changed. Try again.' },
  },
};

export type PasskeyWords = typeof words;
