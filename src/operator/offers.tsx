import { useState } from 'preact/hooks';
import type { MerchantOffers, Offer, OperatorReply } from '#api/operator.ts';
import type { Format } from '#i18n/format.ts';
import type { OperatorWords } from '#i18n/topics/operator/en.ts';
import { Card } from './card.tsx';
import { DayChart } from './day-chart.tsx';
import { type OfferChoice, OfferChoices } from './offer-choices.tsx';
import type { OperatorClient } from './operator-client.ts';
import type { PartState } from './use-parts.ts';
import { type SalesState, useSales } from './use-sales.ts';
import { createUtcDays } from './utc-day.ts';
import { compareWindows, type Figure, spanAround } from './windows.ts';
import styles from './operator.module.css';

const DAY_MS = 86_400_000;

export interface OffersProps {
  readonly words: OperatorWords;
  readonly format: Format;
  readonly client: OperatorClient;
  readonly offers: PartState<'offers'>;
  /** Counts the times that everything was asked for anew. */
  readonly round: number;
  readonly onRetry: () => void;
}

/** What an offer did: the windows before and after the day on which it began, side by side. */
export function Offers({ words, offers, onRetry, ...props }: OffersProps) {
  const { reply, busy, fault } = offers;
  if (reply !== undefined && reply.merchants.length > 0)
    return <OfferBoard words={words} reply={reply} {...props} />;
  return (
    <Card
      id="offers"
      title={words.offers}
      words={words}
      busy={busy}
      fault={fault}
      onRetry={onRetry}
      isLandmark
    >
      {reply === undefined ? undefined : <p class={styles.note}>{words.nothing}</p>}
    </Card>
  );
}

interface BoardProps extends Pick<OffersProps, 'words' | 'format' | 'client' | 'round'> {
  readonly reply: OperatorReply<'offers'>;
}

const USUAL_DAYS = 14;

function OfferBoard({ words, format, client, round, reply }: BoardProps) {
  const today = Math.floor(reply.now / DAY_MS);
  const [choice, setChoice] = useState<OfferChoice>({
    slug: null,
    offer: null,
    figure: 'sales',
    windowDays: USUAL_DAYS,
    pivotDay: today - USUAL_DAYS + 1,
  });
  const [again, setAgain] = useState(0);
  const span = spanAround(choice.pivotDay, choice.windowDays, today);
  const sales = useSales(client, { merchant: choice.slug, offer: choice.offer, span }, round + again);
  const merchant = merchantOf(reply, choice.slug ?? sales.answered?.reply.merchant ?? null);
  const change = (part: Partial<OfferChoice>) =>
    setChoice((before) => ({ ...before, slug: merchant.slug, ...part }));
  return (
    <Card
      id="offers"
      title={words.offers}
      words={words}
      busy={sales.busy}
      fault={sales.fault}
      onRetry={() => setAgain((before) => before + 1)}
      isLandmark
    >
      <OfferChoices
        words={words}
        format={format}
        merchants={reply.merchants}
        merchant={merchant}
        choice={choice}
        today={today}
        onChange={change}
      />
      {sales.answered === undefined ? (
        <p class={styles.note}>{sales.busy ? words.loading : ''}</p>
      ) : (
        <Figures
          words={words}
          format={format}
          answered={sales.answered}
          figure={choice.figure}
          currency={merchantOf(reply, sales.answered.reply.merchant).currency}
        />
      )}
    </Card>
  );
}

interface FiguresProps extends Pick<OffersProps, 'words' | 'format'> {
  readonly answered: NonNullable<SalesState['answered']>;
  readonly figure: Figure;
  readonly currency: MerchantOffers['currency'];
}

function Figures({ words, format, answered: { question, reply }, figure, currency }: FiguresProps) {
  const comparison = compareWindows(reply.days, figure, question.span);
  const show = (value: number) =>
    figure === 'amountMinor' ? format.money({ amountMinor: value, currency }) : format.integer(value);
  return (
    <>
      <DayChart
        words={words}
        comparison={comparison}
        figure={words.figures[figure]}
        withRedemptions={question.offer !== null}
        show={show}
        showCount={format.integer}
        showDay={createUtcDays(format)}
      />
      <Totals words={words} format={format} comparison={comparison} show={show} offer={question.offer} />
      <p class={styles.note}>{words.windowNote(format.integer(comparison.windowDays))}</p>
    </>
  );
}

function merchantOf({ merchants }: OperatorReply<'offers'>, slug: string | null): MerchantOffers {
  return merchants.find((each) => each.slug === slug) ?? merchants[0]!;
}

interface TotalsProps extends Pick<OffersProps, 'words' | 'format'> {
  readonly comparison: ReturnType<typeof compareWindows>;
  readonly show: (value: number) => string;
  readonly offer: Offer | null;
}

function Totals({ words, format, comparison, show, offer }: TotalsProps) {
  const { before, after, redemptions } = comparison;
  const change = before === 0 ? '–' : format.percent(Math.round(((after - before) * 100) / before) * 100);
  const facts = [
    [words.before, show(before)],
    [words.after, show(after)],
    [words.change, change],
    ...(offer === null ? [] : [[words.redeemed, format.integer(redemptions)]]),
  ];
  return (
    <dl class={offer === null ? styles.facts : `${styles.facts} ${styles.fourFacts}`}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
