import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { assert } from '#base/assert.ts';
import type { ProgrammeWords } from '#i18n/topics/programme/en.ts';

/** The screen provides them once they have arrived; its parts need not wait again. */
export const ProgrammeWordsContext = createContext<ProgrammeWords | undefined>(undefined);

export function useProgrammeWords(): ProgrammeWords {
  const words = useContext(ProgrammeWordsContext);
  assert(words !== undefined, 'the programme screen provides its words');
  return words;
}
