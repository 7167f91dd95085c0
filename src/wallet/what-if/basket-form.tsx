import { useEffect, useRef, useState } from 'preact/hooks';
import type { Basket, PlanMerchant } from '#bridge/wallet-plan.ts';
import type { PlanWords } from '#i18n/topics/plan/en.ts';
import { Button } from '#ui/button.tsx';
import { Segmented } from '#ui/choice.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Select } from '#ui/select.tsx';
import { useWallet } from '#wallet/environment.ts';
import { isoDay } from './iso-day.ts';
import { Circumstances } from './basket-circumstances.tsx';
import {
  addLine,
  basketFrom,
  changeLine,
  type Draft,
  type DraftReading,
  MOST_LINES,
  moveTo,
  removeLine,
} from './basket-draft.ts';
import { BasketLineFields } from './basket-line.tsx';
import { BasketScanner } from './basket-scanner.tsx';
import styles from './what-if.module.css';

export interface BasketFormProps {
  readonly draft: Draft;
  readonly merchant: PlanMerchant;
  readonly merchants: readonly PlanMerchant[];
  readonly words: PlanWords;
  readonly onChange: (draft: Draft) => void;
  readonly onAsk: (basket: Basket) => void;
  /** A whole basket that was scanned or bought before. */
  readonly onTake: (basket: Basket) => void;
}

type Faults = Omit<Extract<DraftReading, { ok: false }>, 'ok'>;

const NO_FAULTS: Faults = { wrong: [], dayWrong: false };

/** Where, what, how it is paid, when: or a receipt in place of typing. */
export function BasketForm(props: BasketFormProps) {
  const { draft, merchant, merchants, words, onChange, onAsk } = props;
  const { clock } = useWallet();
  const today = isoDay(clock.nowMs());
  const [{ wrong, dayWrong }, setFaults] = useState<Faults>(NO_FAULTS);
  const form = useRef<HTMLFormElement>(null);
  // What has to be mended first is where the cursor goes.
  useEffect(() => {
    if (wrong.length > 0 || dayWrong)
      form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [wrong, dayWrong]);
  const submit = (event: Event) => {
    event.preventDefault();
    const read = basketFrom(draft, merchant, today);
    setFaults(read.ok ? NO_FAULTS : read);
    if (read.ok) onAsk(read.basket);
  };
  const change = (changed: Draft) => {
    setFaults(NO_FAULTS);
    onChange(changed);
  };
  return (
    <form ref={form} class={styles.form} onSubmit={submit} noValidate>
      <p class={styles.lead}>{words.lead}</p>
      <Merchants
        merchant={merchant}
        merchants={merchants}
        words={words}
        onChoose={(chosen) => change(moveTo(draft, chosen))}
      />
      <Shortcuts {...props} />
      <Lines {...props} wrong={wrong} onChange={change} />
      <Circumstances {...props} today={today} dayWrong={dayWrong} onChange={change} />
      <Button kind="primary" size="l" wide type="submit">
        {words.see}
      </Button>
    </form>
  );
}

/** More than these would push the amount off the first screen. */
const MOST_CHIPS = 6;

interface MerchantsProps extends Pick<BasketFormProps, 'merchant' | 'merchants' | 'words'> {
  readonly onChoose: (merchant: PlanMerchant) => void;
}

function Merchants({ merchant, merchants, words, onChoose }: MerchantsProps) {
  if (merchants.length < 2) return null;
  const shared = {
    label: words.merchant,
    value: merchant.slug,
    options: merchants.map(({ slug, name }) => ({ value: slug, label: name })),
    onChange: (slug: string) => onChoose(merchants.find((each) => each.slug === slug) ?? merchant),
  };
  return merchants.length > MOST_CHIPS ? (
    <Select {...shared} />
  ) : (
    <Segmented {...shared} labelShown layout="wrap" />
  );
}

function Shortcuts({ merchant, merchants, words, onTake }: BasketFormProps) {
  const { format } = useLanguage();
  const [scanning, setScanning] = useState(false);
  const { lastBasket } = merchant;
  return (
    <div class={styles.shortcuts}>
      <Button icon="scan" onClick={() => setScanning(true)}>
        {words.scan}
      </Button>
      {lastBasket !== undefined && (
        <Button icon="receipt" onClick={() => onTake(withoutTime(lastBasket))}>
          {words.lastBasket(format.day(lastBasket.atMs))}
        </Button>
      )}
      <BasketScanner
        open={scanning}
        words={words}
        onClose={() => setScanning(false)}
        onBasket={(basket) => {
          setScanning(false);
          if (merchants.some(({ slug }) => slug === basket.merchantSlug)) onTake(basket);
        }}
      />
    </div>
  );
}

/** Bought then, tried now. */
function withoutTime({ merchantSlug, lines, payWith }: Basket): Basket {
  return { merchantSlug, lines, ...(payWith === undefined ? {} : { payWith }) };
}

function Lines(props: BasketFormProps & { readonly wrong: readonly number[] }) {
  const { draft, merchant, words, onChange, wrong } = props;
  return (
    <fieldset class={styles.lines}>
      <legend class={styles.legend}>{words.basket}</legend>
      {draft.lines.map((line, place) => (
        <BasketLineFields
          key={place}
          line={line}
          place={place}
          only={draft.lines.length === 1}
          wrong={wrong.includes(place)}
          merchant={merchant}
          words={words}
          onChange={(change) => onChange(changeLine(draft, place, change))}
          onRemove={() => onChange(removeLine(draft, place))}
        />
      ))}
      {draft.lines.length < MOST_LINES && (
        <div>
          <Button icon="plus" kind="plain" onClick={() => onChange(addLine(draft, merchant))}>
            {words.addLine}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
