import type { Outcome } from '#bridge/common-views.ts';
import type { Basket, BestVouchersView, WhatIfView } from '#bridge/wallet-plan.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import type { PlanWords } from '#i18n/topics/plan/en.ts';
import { Amount } from '#ui/amount.tsx';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import { Folding } from '#wallet/folding/folding.tsx';
import layout from '#wallet/layout.module.css';
import { Loaded, Section } from '#wallet/screen.tsx';
import { BestVouchers } from './best-vouchers.tsx';
import { ProgrammeResult } from './programme-result.tsx';
import styles from './what-if.module.css';

interface Answer {
  readonly told: Outcome<WhatIfView>;
  readonly best: Outcome<BestVouchersView>;
}

export function PlanResult({ basket, words }: { readonly basket: Basket; readonly words: PlanWords }) {
  const { api } = useWallet();
  const { locale, refusals } = useLanguage();
  const ask = async (): Promise<Answer> => {
    const [told, best] = await Promise.all([api.whatIf(basket, locale), api.bestVouchers(basket, locale)]);
    return { told, best };
  };
  const live = useView(ask, ['programmes', 'vouchers', 'activity'], [basket, locale]);
  return (
    <Loaded live={live} shapes={['ticket', 'row']}>
      {({ told, best }) => {
        if (told.ok && best.ok) return <Told told={told.value} best={best.value} words={words} />;
        const { kind } = told.ok ? (best as Refused).error : told.error;
        const text = refusalText(refusals, kind);
        return (
          <Banner tone="warn" live title={text.headline}>
            {text.next}
          </Banner>
        );
      }}
    </Loaded>
  );
}

type Refused = Extract<Outcome<never>, { ok: false }>;

interface ToldProps {
  readonly told: WhatIfView;
  readonly best: BestVouchersView;
  readonly words: PlanWords;
}

function Told({ told, best, words }: ToldProps) {
  const { format } = useLanguage();
  return (
    <>
      <Section title={words.result}>
        <p class={styles.basis}>
          {told.merchantName} · <Amount money={told.total} /> · {words.asOf(format.day(told.atMs))}
        </p>
        <ul class={layout.tickets}>
          {told.programmes.map((programme) => (
            <li key={programme.look.programmeId}>
              <ProgrammeResult programme={programme} words={words} />
            </li>
          ))}
        </ul>
        {told.waiting.length > 0 && <p class={styles.soft}>{words.waitingText}</p>}
        <Folding programmes={told.waiting} part="progress" />
        {told.unanswered.map((look) => (
          <Banner key={look.programmeId} tone="info" title={words.unanswered(look.name)}>
            {words.unansweredText}
          </Banner>
        ))}
      </Section>
      <BestVouchers best={best} words={words} />
    </>
  );
}
