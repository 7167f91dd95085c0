import { useState } from 'preact/hooks';
import type { OperatorReply } from '#api/operator.ts';
import type { Format } from '#i18n/format.ts';
import type { OperatorWords } from '#i18n/topics/operator/en.ts';
import { DayChart } from './day-chart.tsx';
import { compareWindows, type Figure } from './windows.ts';
import styles from './operator.module.css';

const DAY_MS = 86_400_000;
const FIGURES: readonly Figure[] = ['sales', 'amountMinor', 'members', 'withVoucher'];

export interface OffersProps {
  readonly words: OperatorWords;
  readonly format: Format;
  readonly reply: OperatorReply;
  readonly days: number;
}

/** What an offer did: one merchant, one figure, one day; the windows before and after it side by side. */
export function Offers({ words, format, reply, days }: OffersProps) {
  const lastDay = Math.floor(reply.now / DAY_MS);
  const firstDay = lastDay - days + 1;
  const [slug, setSlug] = useState(() => busiest(reply));
  const [figure, setFigure] = useState<Figure>('sales');
  const [pivotDay, setPivotDay] = useState(firstDay + Math.floor(days / 2));
  const merchant = reply.merchants.find((each) => each.slug === slug);
  if (merchant === undefined) return <p>{words.nothing}</p>;
  const comparison = compareWindows(merchant.days, figure, { firstDay, lastDay, pivotDay });
  const show = (value: number) =>
    figure === 'amountMinor'
      ? format.money({ amountMinor: value, currency: merchant.currency })
      : format.integer(value);
  const showDay = (day: number) => format.day(day * DAY_MS);
  return (
    <section class={styles.card} aria-labelledby="offers">
      <h2 id="offers">{words.offers}</h2>
      <div class={styles.choices}>
        <label>
          <span>{words.merchant}</span>
          <select value={slug} onChange={(event) => setSlug(event.currentTarget.value)}>
            {reply.merchants.map((each) => (
              <option key={each.slug} value={each.slug}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{words.figure}</span>
          <select value={figure} onChange={(event) => setFigure(event.currentTarget.value as Figure)}>
            {FIGURES.map((each) => (
              <option key={each} value={each}>
                {words.figures[each]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{words.since}</span>
          <input
            type="date"
            min={isoDay(firstDay + 1)}
            max={isoDay(lastDay)}
            value={isoDay(pivotDay)}
            onChange={(event) => {
              const chosen = Math.floor(event.currentTarget.valueAsNumber / DAY_MS);
              if (chosen > firstDay && chosen <= lastDay) setPivotDay(chosen);
            }}
          />
        </label>
      </div>
      <DayChart words={words} comparison={comparison} show={show} showDay={showDay} />
      <Totals words={words} format={format} comparison={comparison} show={show} />
      <p class={styles.note}>{words.windowNote(format.integer(comparison.windowDays))}</p>
    </section>
  );
}

interface TotalsProps extends Pick<OffersProps, 'words' | 'format'> {
  readonly comparison: ReturnType<typeof compareWindows>;
  readonly show: (value: number) => string;
}

function Totals({ words, format, comparison: { before, after }, show }: TotalsProps) {
  return (
    <dl class={styles.facts}>
      <div>
        <dt>{words.before}</dt>
        <dd>{show(before)}</dd>
      </div>
      <div>
        <dt>{words.after}</dt>
        <dd>{show(after)}</dd>
      </div>
      <div>
        <dt>{words.change}</dt>
        <dd>{before === 0 ? '–' : format.percent(Math.round(((after - before) * 100) / before) * 100)}</dd>
      </div>
    </dl>
  );
}

/** Where there is most to see first. */
function busiest({ merchants }: OperatorReply): string {
  return merchants.toSorted((a, b) => b.days.length - a.days.length)[0]?.slug ?? '';
}

function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
