/** Words about the member's birthday. English is the type: the other languages must satisfy it. */
export const words = {
  title: 'Birthday',
  notGiven: 'Not given',
  gives: (programme: string, what: string) => `Not given. ${programme} gives for it: ${what}`,
  givers: (programmes: string) => `Not given. ${programmes} give something for it`,
  pending: 'being checked',
  refused: 'Not counted',
  changes: (day: string) => `Can be changed from ${day}`,
  usedFor: (programme: string, what: string) => `${programme} uses it for this only: ${what}.`,
  asks: (programme: string) => `${programme} asks for it.`,
  least: 'Only month and day are given, never the year. You can change them once a year.',
  to: 'Who gets it',
  month: 'Month',
  day: 'Day',
  choose: 'Choose a month and a day.',
  chooseProgramme: 'Choose at least one programme.',
  give: 'Give birthday',
  giveDay: (day: string) => `Give ${day}`,
  done: (day: string) => `Given: ${day}`,
  doneHint: 'Saved on this phone. It counts once it has been checked.',
};

export type BirthdayWords = typeof words;
