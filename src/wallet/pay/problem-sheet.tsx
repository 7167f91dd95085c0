import { useEffect, useState } from 'preact/hooks';
import { LOCALES, type Locale } from '#base/locale.ts';
import { directionOf } from '#i18n/locale.ts';
import { type RefusalKind, type RefusalWords, refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/pay/load.ts';
import { walletWordLoaders } from '#i18n/wallet/load.ts';
import { Button } from '#ui/button.tsx';
import { Segmented } from '#ui/choice.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import layout from '#wallet/layout.module.css';
import styles from './pay.module.css';

/** What tills most often say about a code; one text per reason in both languages. */
const REASONS: readonly RefusalKind[] = [
  'claims_shape',
  'stale',
  'challenge_expired',
  'already_used_here',
  'min_spend',
  'limit_wallet',
  'offline_too_long',
  'online_required',
  'wrong_merchant',
];
const NAMES: Readonly<Record<Locale, string>> = {
  en: 'English',
  fa: 'فارسی',
  ar: 'العربية',
  zh: '中文',
  vi: 'Tiếng Việt',
};

export interface ProblemSheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Two people, two languages, one reason: what to do for the cashier, what it means for the customer. */
export function ProblemSheet({ open, onClose }: ProblemSheetProps) {
  const words = useTopicWords(wordLoaders);
  if (words === undefined) return null;
  return (
    <Sheet open={open} title={words.problem.title} onClose={onClose}>
      {open && <Problem />}
    </Sheet>
  );
}

function Problem() {
  const words = useTopicWords(wordLoaders);
  const { refusals, locale } = useLanguage();
  const [reason, setReason] = useState<RefusalKind>();
  const [theirs, setTheirs] = useState<Locale>(locale);
  const shop = useRefusals(theirs);
  if (words === undefined) return null;
  if (reason === undefined) {
    return (
      <ul class={styles.reasons}>
        {REASONS.map((kind) => (
          <li key={kind}>
            <Button size="l" wide onClick={() => setReason(kind)}>
              {refusalText(refusals, kind).headline}
            </Button>
          </li>
        ))}
      </ul>
    );
  }
  const told = refusalText(shop ?? refusals, reason);
  return (
    <div class={layout.stack} data-problem={reason}>
      <Segmented
        label={words.problem.language}
        labelShown
        layout="wrap"
        value={theirs}
        options={LOCALES.map((value) => ({ value, label: NAMES[value], lang: value }))}
        onChange={setTheirs}
      />
      <section class={styles.told} lang={theirs} dir={directionOf(theirs)}>
        <h3>{told.headline}</h3>
        <p>{told.next}</p>
      </section>
      <section>
        <h3>{words.problem.forYou}</h3>
        <p>{refusalText(refusals, reason).customer}</p>
      </section>
      <Button wide onClick={() => setReason(undefined)}>
        {words.problem.other}
      </Button>
    </div>
  );
}

/** The words of the shop's language; absent until they have arrived. */
function useRefusals(locale: Locale): RefusalWords | undefined {
  const [loaded, setLoaded] = useState<{ readonly locale: Locale; readonly refusals: RefusalWords }>();
  useEffect(() => {
    let overtaken = false;
    void walletWordLoaders[locale]().then(({ words }) => {
      if (!overtaken) setLoaded({ locale, refusals: words.refusals });
    });
    return () => {
      overtaken = true;
    };
  }, [locale]);
  return loaded?.locale === locale ? loaded.refusals : undefined;
}
