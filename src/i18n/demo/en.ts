// Words of the demo page: both sides of the counter on one screen.
export const en = {
  title: 'Tessera, both sides of the counter',
  lead: 'Two devices on one screen. Each one’s scanner sees the code on the other’s screen; nothing else passes between them.',
  customer: 'Customer’s phone',
  till: 'Cashier’s till',
  cut: 'Cut both off from the server',
  cutOn: 'No connectivity: the two devices have only each other.',
  cutOff: 'Both devices can reach the server.',
  pairHint: 'Pairing code for the till:',
  steps: [
    'On the phone, join a programme; pair the till with the code that the server printed.',
    'Cut both off from the server.',
    'Show the pass on the phone, enter an amount at the till and scan: the receipt’s points are on the phone at once.',
    'Show a voucher; the till checks it, takes the discount off and answers with a receipt.',
    'Join them up again: pending turns into confirmed by itself.',
  ],
};

export type DemoWords = typeof en;
