export const words = {
  open: 'Pay with points',
  title: 'Pay with points',
  amount: 'Amount to pay with points',
  points: (points: string) => `${points} points`,
  value: 'Value',
  rest: 'Left to pay',
  request: 'Show the request',
  requestTitle: 'Please scan to pay',
  twoMinutes: 'Good for two minutes.',
  scanPayment: 'Now scan the customer',
  challenge: 'Ask the phone',
  challengeTitle: 'Please scan this first',
  challengeHint: 'Your phone then shows a fresh code.',
  notTaken: 'The code was not taken',
  notTakenText: 'Finish here or close this first. Then scan again.',
  paid: 'Paid with points',
  voided: 'Payment taken back',
  voidConfirm: 'The customer gets the points back and pays otherwise.',
};

export type TillPayWords = typeof words;
