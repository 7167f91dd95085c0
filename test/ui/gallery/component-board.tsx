// The components both apps share, in their states, on one board.
import { useEffect, useState } from 'preact/hooks';
import { loadLanguage } from '#i18n/language.ts';
import type { AppLanguage } from '#i18n/language.ts';
import type { CashierWords } from '#i18n/cashier/en.ts';
import { cashierWordLoaders } from '#i18n/cashier/load.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from '#ui/banner.tsx';
import type { Tone } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Chip } from '#ui/chip.tsx';
import { Segmented, Toggle } from '#ui/choice.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { ConnectionBadge } from '#ui/connection-badge.tsx';
import { Field } from '#ui/field.tsx';
import { SCREEN_ICONS } from '#ui/icon-paths.ts';
import { PROGRAMME_ICONS } from '#ui/programme-icon-paths.ts';
import '#ui/programme-icons.ts';
import type { IconName } from '#ui/icon-paths.ts';
import { Icon } from '#ui/icon.tsx';
import { LanguageContext } from '#ui/language.tsx';
import { ResultCard } from '#ui/result-card.tsx';
import { startLocale } from '#ui/use-app-language.ts';
import styles from './component-board.module.css';

const TONES: readonly Tone[] = ['good', 'warn', 'bad', 'info', 'plain'];

export function ComponentBoard() {
  const [language, setLanguage] = useState<AppLanguage<CashierWords>>();
  useEffect(() => void loadLanguage(cashierWordLoaders, startLocale(), 'usual').then(setLanguage), []);
  if (language === undefined) return null;
  return (
    <LanguageContext.Provider value={language}>
      <main class={styles.board}>
        <h1>{language.app.appName}</h1>
        <Results language={language} />
        <Banners language={language} />
        <Controls language={language} />
        <Icons />
        <div class={styles.code}>
          <CodeCanvas text={`LW1:${'6BFOXN*TS0BI$ZD'.repeat(20)}`} label={language.app.serve.receiptTitle} />
        </div>
      </main>
    </LanguageContext.Provider>
  );
}

type Props = { readonly language: AppLanguage<CashierWords> };

function Results({ language: { refusals, app } }: Props) {
  const used = refusalText(refusals, 'already_used_here');
  return (
    <div class={styles.grid}>
      <ResultCard kind="success" headline={app.serve.saved} words={app.serve.provisional} />
      <ResultCard
        kind="refusal"
        headline={used.headline}
        words={used.next}
        actions={<Button>{app.serve.showReason}</Button>}
      />
      <ResultCard
        kind="warning"
        headline={app.serve.sameCode}
        actions={<Button>{app.serve.scanAgain}</Button>}
      />
      <ResultCard kind="info" headline={app.serve.scanPrompt} />
    </div>
  );
}

function Banners({ language: { shared, app } }: Props) {
  const connection = { sinceMs: 1_795_000_000_000, cutOnPurpose: false, syncing: false };
  return (
    <div class={styles.grid}>
      {TONES.map((tone) => (
        <Banner key={tone} tone={tone} title={shared.update.ready}>
          {shared.install.why}
        </Banner>
      ))}
      <p class={styles.row}>
        <ConnectionBadge connection={{ ...connection, mode: 'online', unsent: 0 }} length="long" />
        <ConnectionBadge connection={{ ...connection, mode: 'offline', unsent: 12 }} length="long" />
        <ConnectionBadge
          connection={{ ...connection, mode: 'offline', unsent: 3, cutOnPurpose: true }}
          length="long"
        />
        {TONES.map((tone) => (
          <Chip key={tone} tone={tone}>
            {app.queue.accepted}
          </Chip>
        ))}
      </p>
    </div>
  );
}

function Controls({ language: { shared, app } }: Props) {
  const [on, setOn] = useState(true);
  const [theme, setTheme] = useState('light');
  return (
    <div class={styles.grid}>
      <p class={styles.row}>
        <Button kind="primary">{app.serve.record}</Button>
        <Button>{app.serve.nextCustomer}</Button>
        <Button kind="plain">{shared.cancel}</Button>
        <Button kind="danger">{app.serve.clear}</Button>
        <Button kind="primary" disabled>
          {app.serve.redeem}
        </Button>
      </p>
      <Segmented
        label={shared.theme}
        labelShown
        value={theme}
        onChange={setTheme}
        options={[
          { value: 'light', label: shared.themeLight },
          { value: 'dark', label: shared.themeDark },
          { value: 'contrast', label: shared.themeContrast },
        ]}
      />
      <Toggle label={app.terminal.cut} hint={app.terminal.cutHint} on={on} onChange={setOn} />
      <Field
        label={app.terminal.pairingCode}
        value="K7QX-20MD"
        onInput={() => undefined}
        code
        hint={app.terminal.pairHint}
      />
      <Field label={app.terminal.tillName} value="" onInput={() => undefined} problem={shared.failedTitle} />
    </div>
  );
}

function Icons() {
  const names = [...Object.keys(PROGRAMME_ICONS), ...Object.keys(SCREEN_ICONS)] as IconName[];
  return (
    <p class={styles.row}>
      {names.map((name) => (
        <Icon key={name} name={name} size="l" label={name} />
      ))}
    </p>
  );
}
