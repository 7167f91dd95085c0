import { pluralForms } from '#i18n/plural-forms.ts';

/** Adding a till without a signal: on the new till, and on the one that adds it. */
export const words = {
  join: {
    enter: 'Pair without a signal',
    enterHint: 'A till of the shop that is paired already can add this one: two scans.',
    title: 'Pair without a signal',
    nameStep: 'Name this till',
    show: 'Show the code',
    showStep: 'Let the other till scan this',
    showHint: 'There, open Till, then “Add a till”.',
    codeLabel: 'request to be added',
    scan: 'Scan its answer',
    scanStep: 'Scan the other till’s code',
    aim: 'Point at the code on the other till',
    answered: (merchant: string, number: string) => `${merchant}, till ${number}, has answered.`,
    withCode: 'Pair with a code instead',
  },
  add: {
    enter: 'Add a till',
    enterHint: 'For a till without a signal: two scans and six digits.',
    left: pluralForms({ one: '# more this week', other: '# more this week' }),
    title: 'Add a till',
    scanStep: 'Scan the new till’s code',
    scanHint: 'On the new till, choose “Pair without a signal”.',
    aim: 'Point at the code on the new till',
    showStep: (name: string) => `Let “${name}” scan this`,
    codeLabel: 'answer to the new till',
    compare: 'Compare the digits',
    showAgain: 'Show the code again',
    done: (name: string) => `“${name}” is added`,
    doneText: 'It can serve for 7 days with a quarter of this till’s limits. Let it go online once to stay.',
    refused: 'Not added',
    refusedText: 'What it signs counts for nobody. Look whose code you scanned, then try again.',
    again: 'Add another',
    tills: 'Tills added here',
    until: (day: string) => `Added. Online once by ${day}`,
    open: 'Not compared',
    closed: 'Not added: the digits differed',
  },
  compare: {
    step: 'Are these digits on both tills?',
    hint: 'Compare all six. If one differs, somebody else’s code came between.',
    same: 'Yes, the same',
    different: 'No, they differ',
    dropped: 'This till was not paired',
    droppedText:
      'The digits differed, so nothing was kept. Start again, and scan only the two tills before you.',
  },
  back: 'Back',
  restart: 'Start again',
  close: 'Done',
  /** Only adding a till is refused so: not among the refusals that every screen carries. */
  refusals: {
    catalogue_missing: {
      headline: 'This app was never online',
      next: 'Open it once where there is a signal. It needs the list of merchants.',
    },
    pairing_gone: { headline: 'This pairing is over', next: 'Start again on the new till.' },
    other_till_answered: {
      headline: 'This answers another till',
      next: 'Let the other till scan the code of this one first.',
    },
    adding_used_up: {
      headline: 'No more tills this week',
      next: 'Pair with a code, or use another till to add this one.',
    },
  },
};

export type AddingWords = typeof words;
