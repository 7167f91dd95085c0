import type { AlmostVoucher, BestVouchersView, VoucherChoice } from '#bridge/wallet-plan.ts';
import type { PlanWords } from '#i18n/topics/plan/en.ts';
import { Amount } from '#ui/amount.tsx';
import { Banner } from '#ui/banner.tsx';
import { Chip } from '#ui/chip.tsx';
import { programmeIcon } from '#ui/programme-icons.ts';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import layout from '#wallet/layout.module.css';
import { Section } from '#wallet/screen.tsx';
import styles from './what-if.module.css';

interface BestProps {
  readonly best: BestVouchersView;
  readonly words: PlanWords;
}

/** A long list helps nobody choose. */
const MOST_SHOWN = 5;

/** The vouchers for the basket, cheapest first; then what is nearly enough, then the same elsewhere. */
export function BestVouchers({ best, words }: BestProps) {
  const { here, almost, elsewhere, withoutVoucher, complete } = best;
  return (
    <>
      <Section title={words.best}>
        {here.length === 0 && <p class={layout.soft}>{words.noVoucher}</p>}
        <RowList label={words.bestHere}>
          {here.slice(0, MOST_SHOWN).map((choice, place) => (
            <li key={keyOf(choice)}>
              <Choice choice={choice} best={place === 0} words={words} />
            </li>
          ))}
          <li>
            <ListRow icon="till" title={words.withoutVoucher} end={<Amount money={withoutVoucher} />} />
          </li>
        </RowList>
        {!complete && <Banner tone="info" title={words.notAllTried} />}
      </Section>
      {almost.length > 0 && (
        <Section title={words.almost}>
          <RowList>
            {almost.map((voucher) => (
              <li key={voucher.key}>
                <Almost voucher={voucher} words={words} />
              </li>
            ))}
          </RowList>
        </Section>
      )}
      {elsewhere.length > 0 && (
        <Section title={words.elsewhere}>
          <RowList>
            {elsewhere.map((choice) => (
              <li key={keyOf(choice)}>
                <Choice choice={choice} best={false} elsewhere words={words} />
              </li>
            ))}
          </RowList>
        </Section>
      )}
    </>
  );
}

function keyOf({ merchantSlug, vouchers }: VoucherChoice): string {
  return [merchantSlug, ...vouchers.map(({ key }) => key)].join();
}

interface ChoiceProps {
  readonly choice: VoucherChoice;
  readonly best: boolean;
  readonly elsewhere?: boolean;
  readonly words: PlanWords;
}

function Choice({ choice, best, elsewhere = false, words }: ChoiceProps) {
  const { format } = useLanguage();
  const { look, vouchers, discount, payable, earned, merchantName } = choice;
  const [first] = vouchers;
  const gains = [
    words.save(format.money(discount)),
    ...earned.map(({ qty, scale, unitName }) => words.earns(`${format.quantity(qty, scale)} ${unitName}`)),
  ];
  const terms = [
    ...(elsewhere ? [merchantName] : []),
    ...(vouchers.length > 1 ? [format.plural(vouchers.length, words.together)] : []),
    ...(first?.untilMs === undefined ? [] : [words.until(format.day(first.untilMs))]),
    ...(vouchers.every(({ ready }) => ready) ? [] : [words.notReady]),
  ];
  return (
    <ListRow
      icon={programmeIcon(look.icon)}
      colour={look.colour}
      title={
        <>
          {format.list(vouchers.map(({ title }) => title))}{' '}
          {best && <Chip tone="good">{words.bestHere}</Chip>}
        </>
      }
      detail={
        <span class={styles.facts}>
          <span>{gains.join(' · ')}</span>
          <span>{terms.join(' · ')}</span>
        </span>
      }
      end={
        <span class={styles.payable}>
          <Amount money={payable} />
        </span>
      }
      href="/vouchers"
    />
  );
}

function Almost({ voucher, words }: { readonly voucher: AlmostVoucher; readonly words: PlanWords }) {
  const { format } = useLanguage();
  const until = voucher.untilMs === undefined ? '' : ` · ${words.until(format.day(voucher.untilMs))}`;
  return (
    <ListRow
      icon={programmeIcon(voucher.look.icon)}
      colour={voucher.look.colour}
      title={voucher.title}
      detail={`${words.spendMore(format.money(voucher.missing))}${until}`}
    />
  );
}
