export const words = {
  title: 'Pay with points',
  to: 'Pay to',
  remaining: 'Left afterwards',
  offlineLeft: 'Still to spend without a signal',
  confirm: 'Pay now',
  cancel: 'Do not pay',
  what: 'payment',
  show: 'Show this to the till',
  showHint: 'The till scans this code. Then scan its receipt.',
  again: 'You have answered this request. This is the same code again.',
  answered: 'The till has taken this payment.',
  paid: 'Paid',
  voided: 'Payment taken back',
  voidedText: 'Your points are back.',
  open: 'The till has not confirmed it yet',
  showAgain: 'Show the code again',
  text: 'The code as text',
  challenge: {
    title: 'Proof for the till',
    text: (merchant: string) => `${merchant} asks for a code that is made now. Choose what to show.`,
    none: 'No voucher for this shop is ready.',
  },
  kinds: {
    paid: 'Paid with points',
    visited: 'Visit',
  },
  spending: {
    title: 'Spending without a signal',
    left: (points: string) => `${points} points`,
    perPayment: (points: string) => `At most ${points} in one payment`,
    until: (day: string) => `until ${day}`,
    why: {
      soft_key:
        'This browser cannot keep your key safely, so nothing can be spent without a signal. Collecting and everything else works.',
      stopped:
        'This phone was stopped: two payments contradicted each other. Ask the shop’s programme for help.',
      nothing_reserved: 'Nothing is set aside yet. Connect once after collecting points.',
      expired: 'The permission has lapsed. Connect once to renew it.',
    },
  },
  place: {
    online: 'Only while the till has a connection',
    challenge: 'The till shows a code first; scan it',
    tills: (numbers: string) => `Only at till ${numbers}`,
  },
  problem: {
    open: 'The cashier has a problem',
    title: 'What does the till say?',
    language: 'Language of the shop',
    forCashier: 'For the cashier',
    forYou: 'For you',
    other: 'Another reason',
  },
};

export type PayWords = typeof words;
