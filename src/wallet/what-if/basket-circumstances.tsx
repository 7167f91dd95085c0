import { useId } from 'preact/hooks';
import type { PlanMerchant } from '#bridge/wallet-plan.ts';
import type { PlanWords } from '#i18n/topics/plan/en.ts';
import { categoryName } from '#ui/category-name.ts';
import { Segmented } from '#ui/choice.tsx';
import type { Draft } from './basket-draft.ts';
import styles from './what-if.module.css';

export interface CircumstancesProps {
  readonly draft: Draft;
  readonly merchant: PlanMerchant;
  readonly words: PlanWords;
  readonly onChange: (draft: Draft) => void;
  /** `YYYY-MM-DD`, the first that can be chosen. */
  readonly today: string;
  readonly dayWrong: boolean;
}

/** How it is paid, and when. */
export function Circumstances(props: CircumstancesProps) {
  const { draft, merchant, words, onChange } = props;
  return (
    <>
      {merchant.payMeans.length > 0 && (
        <Segmented
          label={words.payWith}
          labelShown
          layout="wrap"
          value={draft.payWith}
          options={['', ...merchant.payMeans].map((value) => ({
            value,
            label: value === '' ? words.payOther : categoryName(undefined, value),
          }))}
          onChange={(payWith) => onChange({ ...draft, payWith })}
        />
      )}
      <Segmented
        label={words.when}
        labelShown
        value={draft.day === null ? 'now' : 'day'}
        options={[
          { value: 'now', label: words.now },
          { value: 'day', label: words.day },
        ]}
        onChange={(chosen) => onChange({ ...draft, day: chosen === 'now' ? null : '' })}
      />
      {draft.day !== null && <DayField {...props} day={draft.day} />}
    </>
  );
}

function DayField({
  day,
  draft,
  words,
  today,
  dayWrong,
  onChange,
}: CircumstancesProps & { readonly day: string }) {
  const id = useId();
  return (
    <div class={styles.dayField}>
      <label class={styles.dayLabel} for={id}>
        {words.day}
      </label>
      <input
        id={id}
        class={styles.day}
        type="date"
        value={day}
        min={today}
        aria-invalid={dayWrong}
        aria-describedby={dayWrong ? `${id}-problem` : undefined}
        onInput={(event) => onChange({ ...draft, day: event.currentTarget.value })}
      />
      {dayWrong && (
        <p class={styles.dayProblem} id={`${id}-problem`} role="alert">
          {words.dayProblem}
        </p>
      )}
    </div>
  );
}
