/** Words that explain why a balance changed. English is the type: the other languages must satisfy it. */
export const words = {
  together: 'Together',
  steps: {
    base: 'Counted',
    per: 'Rate',
    flat: 'Given',
    times: 'Times',
    mult: 'Multiplied',
    maxPer: 'At most',
    round: 'Rounded',
    least: 'At least',
    cap: 'Cap of the period',
  },
  kinds: {
    earn: 'Earned',
    spend: 'Exchanged',
    pay: 'Paid with points',
    expire: 'Lapsed: their time was up',
    idle: 'Lapsed: nothing had moved for too long',
    reverse: 'Taken back: the purchase was returned',
    return: 'Given back: the purchase was returned',
    undo: 'Taken back: what they were given for no longer holds',
    link: 'Moved from another account',
  },
  usable: (day: string) => `Usable from ${day}`,
  terms: (number: string) => `Terms, version ${number}`,
  since: (day: string) => `in force since ${day}`,
  fingerprint: (hash: string) => `Fingerprint ${hash}`,
  start: 'in force from the start',
  receipt: 'Receipt',
  reference: 'Receipt number',
  paidWith: 'Paid with',
  what: 'What',
};

export type WhyWords = typeof words;
