import { useState } from 'preact/hooks';
import type { BirthdayView, YearDay } from '#bridge/wallet-profile.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import type { BirthdayWords } from '#i18n/topics/birthday/en.ts';
import { yearDayText } from '#i18n/year-day.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Toggle } from '#ui/choice.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { useStatement } from '#wallet/programme/use-statement.ts';
import { DayFields, type DayDraft } from './day-fields.tsx';
import styles from './birthday.module.css';

export interface BirthdayFormProps {
  readonly words: BirthdayWords;
  /** Those that may be told now; none once it has been given. */
  readonly views: readonly BirthdayView[];
  readonly known: readonly BirthdayView[];
}

/** Month, day and who gets them; one touch gives them. */
export function BirthdayForm({ words, views, known }: BirthdayFormProps) {
  const { api } = useWallet();
  const { format, refusals } = useLanguage();
  const [draft, setDraft] = useState<DayDraft>(() => knownDay(known) ?? {});
  const [without, setWithout] = useState<readonly string[]>([]);
  const [isTried, setTried] = useState(false);
  const programmeIds = views
    .map(({ look }) => look.programmeId)
    .filter((programmeId) => !without.includes(programmeId));
  const { month, day } = draft;
  const whole = month === undefined || day === undefined ? undefined : { month, day };
  const { progress, state } = useStatement('birthday', (intentId) =>
    api.tellBirthday({ ...(whole ?? { month: 0, day: 0 }), programmeIds, intentId }),
  );
  const said = whole && yearDayText(format, whole.month, whole.day);
  if (progress.phase === 'done') {
    return (
      <Banner tone="good" live title={words.done(said ?? '')}>
        {words.doneHint}
      </Banner>
    );
  }
  if (views.length === 0) return null;
  const problem = programmeIds.length === 0 ? words.chooseProgramme : words.choose;
  const isReady = whole !== undefined && programmeIds.length > 0;
  const submit = (event: Event) => {
    event.preventDefault();
    if (isReady) state();
    else setTried(true);
  };
  return (
    <form class={layout.stack} onSubmit={submit} noValidate>
      <Recipients words={words} views={views} without={without} onChange={setWithout} />
      <DayFields words={words} draft={draft} onChange={setDraft} />
      {isTried && !isReady && (
        <p class={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <p class={layout.soft}>{words.least}</p>
      {progress.phase === 'refused' && (
        <Banner tone="warn" live title={refusalText(refusals, progress.kind).headline}>
          {refusalText(refusals, progress.kind).next}
        </Banner>
      )}
      <Button type="submit" kind="primary" size="l" wide busy={progress.phase === 'busy'}>
        {said === undefined ? words.give : words.giveDay(said)}
      </Button>
    </form>
  );
}

function knownDay(known: readonly BirthdayView[]): YearDay | undefined {
  const told = known.find((view) => view.told !== undefined)?.told;
  return told && { month: told.month, day: told.day };
}

interface RecipientsProps {
  readonly words: BirthdayWords;
  readonly views: readonly BirthdayView[];
  readonly without: readonly string[];
  readonly onChange: (without: readonly string[]) => void;
}

/** What it is used for; where several ask, each can be left out. */
function Recipients({ words, views, without, onChange }: RecipientsProps) {
  const { format } = useLanguage();
  const [only] = views;
  if (views.length === 1 && only !== undefined) {
    const { look, gives } = only;
    return <p>{gives.length === 0 ? words.asks(look.name) : words.usedFor(look.name, format.list(gives))}</p>;
  }
  return (
    <fieldset class={styles.recipients}>
      <legend class={styles.legend}>{words.to}</legend>
      {views.map(({ look: { programmeId, name }, gives }) => (
        <Toggle
          key={programmeId}
          label={name}
          {...(gives.length === 0 ? {} : { hint: format.list(gives) })}
          on={!without.includes(programmeId)}
          onChange={(on) =>
            onChange(on ? without.filter((id) => id !== programmeId) : [...without, programmeId])
          }
        />
      ))}
    </fieldset>
  );
}
