import type { MerchantOffers, Offer, OfferReference } from '#api/operator.ts';
import type { Format } from '#i18n/format.ts';
import type { OperatorWords } from '#i18n/topics/operator/en.ts';
import { createUtcDays } from './utc-day.ts';
import { type Figure, WINDOW_DAYS } from './windows.ts';
import styles from './operator.module.css';

const DAY_MS = 86_400_000;
const FIGURES: readonly Figure[] = ['sales', 'amountMinor', 'members', 'withVoucher'];
const KINDS: readonly OfferReference['kind'][] = ['programme', 'voucher', 'campaign'];

/** What is chosen; a merchant of `null` is the one that sold most. */
export interface OfferChoice {
  readonly slug: string | null;
  readonly offer: Offer | null;
  readonly figure: Figure;
  readonly windowDays: number;
  /** The first day of the window after. */
  readonly pivotDay: number;
}

export interface OfferChoicesProps {
  readonly words: OperatorWords;
  readonly format: Format;
  readonly merchants: readonly MerchantOffers[];
  readonly merchant: MerchantOffers;
  readonly choice: OfferChoice;
  readonly today: number;
  readonly onChange: (part: Partial<OfferChoice>) => void;
}

/** Whose sales, of which offer, what of them, and the windows; an offer brings the day on which it began. */
export function OfferChoices(props: OfferChoicesProps) {
  const { words, format, merchants, merchant, choice, today, onChange } = props;
  const beginsLater = choice.offer?.day !== undefined && (choice.offer?.day ?? 0) > today;
  return (
    <>
      <div class={styles.choices}>
        <Choice
          name={words.merchant}
          isWhole
          value={merchant.slug}
          options={merchants.map(({ slug, name }) => [slug, name])}
          onChoose={(slug) => onChange({ slug, offer: null })}
        />
        <OfferSelect {...props} />
        <Choice
          name={words.figure}
          value={choice.figure}
          options={FIGURES.map((each) => [each, words.figures[each]])}
          onChoose={(figure) => onChange({ figure: figure as Figure })}
        />
        <Choice
          name={words.window}
          value={String(choice.windowDays)}
          options={WINDOW_DAYS.map((days) => [String(days), words.windowDays(format.integer(days))])}
          onChoose={(days) => onChange({ windowDays: Number(days) })}
        />
        <label class={styles.whole}>
          <span>{words.since}</span>
          <input
            type="date"
            max={isoDay(today)}
            value={isoDay(choice.pivotDay)}
            onChange={(event) => {
              const chosen = Math.floor(event.currentTarget.valueAsNumber / DAY_MS);
              if (chosen > 0 && chosen <= today) onChange({ pivotDay: chosen });
            }}
            // A day that cannot be taken changes nothing; while it is typed it may be none, afterwards it must not stay.
            onBlur={(event) => (event.currentTarget.value = isoDay(choice.pivotDay))}
          />
        </label>
      </div>
      <p role="status" class={styles.note}>
        {choice.offer !== null && choice.offer.day === null ? words.dayUnknown : ''}
        {beginsLater ? words.beginsLater(createUtcDays(format)(choice.offer!.day!)) : ''}
      </p>
    </>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
  /** Takes a row of its own where there is little room. */
  readonly isWhole?: boolean;
}

function Choice({ name, value, options, onChoose, isWhole = false }: ChoiceProps) {
  return (
    <label class={isWhole ? styles.whole : undefined}>
      <span>{name}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function OfferSelect({ words, format, merchant, choice, today, onChange }: OfferChoicesProps) {
  const { offers } = merchant;
  const choose = (place: string) => {
    const offer = offers[Number(place)] ?? null;
    const day = offer?.day ?? null;
    onChange({ offer, ...(day === null ? {} : { pivotDay: Math.min(day, today) }) });
  };
  const place = offers.findIndex(({ reference }) => isSame(reference, choice.offer));
  return (
    <label class={`${styles.whole} ${styles.long}`}>
      <span>{words.offer}</span>
      <select
        value={place < 0 ? '' : String(place)}
        onChange={(event) => choose(event.currentTarget.value === '' ? '-1' : event.currentTarget.value)}
      >
        <option value="">{words.noOffer}</option>
        {KINDS.map((kind) => {
          const own = offers.flatMap((offer, index) =>
            offer.reference.kind === kind ? [{ offer, index }] : [],
          );
          return own.length === 0 ? null : (
            <optgroup key={kind} label={words.offerKinds[kind]}>
              {own.map(({ offer, index }) => (
                <option key={index} value={String(index)}>
                  {nameOf(offer, format)}
                </option>
              ))}
            </optgroup>
          );
        })}
      </select>
    </label>
  );
}

function isSame(reference: OfferReference, chosen: Offer | null): boolean {
  return JSON.stringify(reference) === JSON.stringify(chosen?.reference);
}

function nameOf({ name, reference }: Offer, { locale }: Format): string {
  const own = name[locale] ?? name.en ?? '';
  // Each in its own direction: an option takes no markup.
  return reference.kind === 'campaign' ? `${isolated(reference.campaign)} · ${isolated(own)}` : own;
}

function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
