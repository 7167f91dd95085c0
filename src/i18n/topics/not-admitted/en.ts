/** A till that another one has added, and that the server refuses at its first contact. */
export const words = {
  /** By the server's refusal. */
  reasons: {
    delegation_revoked: {
      headline: 'This till may no longer sell',
      next: 'The till that added it was taken back, or the six digits were not the same. Pair this one with a code.',
    },
    delegation_full: {
      headline: 'That till has added too many',
      next: 'Ask the operator to confirm the others, or pair this one with a code.',
    },
    serial_unregistered: {
      headline: 'This server does not know the till that added it',
      next: 'Ask the operator, or pair this one with a code.',
    },
  },
  title: (name: string) => `The server did not take in ${name}`,
  kept: (count: string) =>
    `Nothing is lost: ${count} records are kept here, unsent. They count once the operator stands by this till and the server is asked again. Pair with a code first, and they are refused: save them before.`,
  nothing: 'It had recorded nothing that was not sent.',
  again: 'Ask the server again',
};

export type NotAdmittedWords = typeof words;
