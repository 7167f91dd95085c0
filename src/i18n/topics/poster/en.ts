export const words = {
  checkedIn: 'Checked in',
  again: 'You have checked in here today',
  oncePerDay: 'A visit counts once a day.',
  opening: 'Reading the code …',
  opened: 'Code',
};

export type PosterWords = typeof words;
