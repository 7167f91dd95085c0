/** Words of the calendar. English is the type: the other languages must satisfy it. */
export const words = {
  title: 'Calendar',
  lead: 'What lapses and what comes, as far as it is known today.',
  emptyTitle: 'Nothing is due',
  emptyText: 'What lapses, is released or computed within a year shows up here.',
  filter: 'Show entries of',
  all: 'All programmes',
  today: 'Today',
  kinds: {
    points: 'Last day to use them',
    voucher: 'Last day of the voucher',
    tier: 'Last day of the level',
    drop: 'Is released',
    score: 'Is computed anew',
    occasion: 'Special day',
    ending: 'Last day of the offer',
    challenge: 'Challenge ends',
    gift: 'Given by itself',
  },
  at: (time: string) => `at ${time}`,
  lapsesAt: (time: string) => `until ${time}`,
  ofGoal: (value: string, goal: string) => `${value} of ${goal}`,
  add: (title: string) => `Add to my calendar: ${title}`,
  addAll: 'Add all to my calendar',
  sheetTitle: 'Add to my calendar',
  sheetText:
    'A web app cannot ring an alarm later. Your calendar can: it takes this file, and a newer one amends it.',
  reminder: 'Remind me',
  reminders: {
    none: 'Not at all',
    'same-day': 'On the day',
    'day-before': 'A day before',
    'three-days': '3 days before',
    week: 'A week before',
  },
  save: 'Hand over the file',
  saved: 'The file was saved. Open it with your calendar.',
  failed: 'The file could not be handed over',
  failedText: 'Try again, or allow downloads for this site.',
};

export type CalendarWords = typeof words;
