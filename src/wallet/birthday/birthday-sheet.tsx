import type { BirthdayView } from '#bridge/wallet-profile.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import type { BirthdayWords } from '#i18n/topics/birthday/en.ts';
import { yearDayText } from '#i18n/year-day.ts';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Sheet } from '#ui/sheet.tsx';
import layout from '#wallet/layout.module.css';
import { BirthdayForm } from './birthday-form.tsx';

export interface BirthdaySheetProps {
  readonly open: boolean;
  readonly words: BirthdayWords;
  readonly views: readonly BirthdayView[];
  /** What any programme knows: nobody wants to enter their birthday twice. */
  readonly known: readonly BirthdayView[];
  readonly onClose: () => void;
}

/** What was given, what it is used for, and giving it where that is possible. */
export function BirthdaySheet({ open, words, views, known, onClose }: BirthdaySheetProps) {
  return (
    <Sheet open={open} title={words.title} onClose={onClose}>
      <Contents words={words} views={views} known={known} />
    </Sheet>
  );
}

function Contents({ words, views, known }: Pick<BirthdaySheetProps, 'words' | 'views' | 'known'>) {
  const { refusals } = useLanguage();
  const given = views.filter(({ told }) => told !== undefined);
  const openOnes = views.filter(({ changesMs }) => changesMs === undefined);
  const refused = openOnes.find((each) => each.refused !== undefined)?.refused;
  return (
    <div class={layout.stack}>
      {given.length > 0 && <Given words={words} given={given} />}
      {refused !== undefined && (
        <Banner tone="warn" title={refusalText(refusals, refused.kind).headline}>
          {refusalText(refusals, refused.kind).next}
        </Banner>
      )}
      <BirthdayForm words={words} views={openOnes} known={known} />
    </div>
  );
}

function Given({ words, given }: { readonly words: BirthdayWords; readonly given: readonly BirthdayView[] }) {
  const { format } = useLanguage();
  return (
    <ul class={layout.stack}>
      {given.map(({ look, told, changesMs, gives }) => (
        <li key={look.programmeId}>
          <dl class={layout.facts}>
            <dt>{look.name}</dt>
            <dd>{told !== undefined && yearDayText(format, told.month, told.day)}</dd>
          </dl>
          <p class={layout.soft}>
            {[
              ...(gives.length === 0 ? [] : [format.list(gives)]),
              ...(told?.pending === true ? [words.pending] : []),
            ].join(' · ')}
          </p>
          {changesMs !== undefined && <p class={layout.soft}>{words.changes(format.day(changesMs))}</p>}
        </li>
      ))}
    </ul>
  );
}
