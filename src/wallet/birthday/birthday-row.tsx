import { useState } from 'preact/hooks';
import type { BirthdayView } from '#bridge/wallet-profile.ts';
import type { Format } from '#i18n/format.ts';
import type { BirthdayWords } from '#i18n/topics/birthday/en.ts';
import { wordLoaders } from '#i18n/topics/birthday/load.ts';
import { yearDayText } from '#i18n/year-day.ts';
import { useLanguage } from '#ui/language.tsx';
import { ListRow } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import { BirthdaySheet } from './birthday-sheet.tsx';

export interface BirthdayRowProps {
  /** Absent: all joined programmes that ask for it. */
  readonly programmeId?: string;
}

/** A list item with the birthday, given or not; nothing where nobody asks for it. Opens to giving it. */
export function BirthdayRow({ programmeId }: BirthdayRowProps) {
  const { api } = useWallet();
  const { locale, format } = useLanguage();
  const words = useTopicWords(wordLoaders);
  const [open, setOpen] = useState(false);
  const { view } = useView(() => api.birthdays(locale), ['programmes', 'activity'], [locale]);
  if (words === undefined || view.state !== 'ready') return null;
  const shown = view.value.filter(
    ({ look }) => programmeId === undefined || look.programmeId === programmeId,
  );
  if (shown.length === 0) return null;
  return (
    <li data-birthday>
      <ListRow
        icon="gift"
        title={words.title}
        detail={stateText(shown, words, format)}
        onClick={() => setOpen(true)}
      />
      <BirthdaySheet
        open={open}
        words={words}
        views={shown}
        known={view.value}
        onClose={() => setOpen(false)}
      />
    </li>
  );
}

/** Who misses it first, then what was given. */
function stateText(views: readonly BirthdayView[], words: BirthdayWords, format: Format): string {
  const missing = views.filter(({ told }) => told === undefined);
  if (missing.length > 0) return missingText(missing, words, format);
  const days = [
    ...new Set(
      views.map(({ told }) => (told === undefined ? '' : yearDayText(format, told.month, told.day))),
    ),
  ];
  const isPending = views.some(({ told }) => told?.pending === true);
  return [format.list(days), ...(isPending ? [words.pending] : [])].join(' · ');
}

function missingText(missing: readonly BirthdayView[], words: BirthdayWords, format: Format): string {
  if (missing.some(({ refused }) => refused !== undefined)) return words.refused;
  const givers = missing.filter(({ gives }) => gives.length > 0);
  const [first] = givers;
  if (first === undefined) return words.notGiven;
  return givers.length === 1
    ? words.gives(first.look.name, format.list(first.gives))
    : words.givers(format.list(givers.map(({ look }) => look.name)));
}
