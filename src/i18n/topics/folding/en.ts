// Words of balances that are still being worked out.
export const words = {
  working: 'Working out your balance',
  unfinished: 'Not worked out to the end',
  progress: (done: string, total: string) => `${done} of ${total} receipts`,
  asOf: (time: string) => `Shown as it was on ${time}`,
  updating: (time: string) => `As of ${time}. Bringing it up to date …`,
  catchingUp: 'Fetching what this phone missed',
  caughtUp: (done: string, total: string) => `${done} of ${total} entries`,
  stop: 'Stop',
  goOn: 'Go on',
};

export type FoldingWords = typeof words;
