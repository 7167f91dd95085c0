import { useState } from 'preact/hooks';
import type { CalendarChoice } from '#i18n/format.ts';
import { Segmented } from '#ui/choice.tsx';
import { useLanguage } from '#ui/language.tsx';
import { chooseTheme, currentTheme } from '#ui/theme.ts';
import type { Theme } from '#ui/theme.ts';
import { useLanguageChoice, useWords } from '#wallet/environment.ts';
import { LanguageChips } from '#wallet/language-chips.tsx';
import { Section } from '#wallet/screen.tsx';
import styles from './me.module.css';

export function AppearanceSection() {
  const words = useWords();
  const { locale, calendar, chooseCalendar } = useLanguageChoice();
  return (
    <Section title={words.me.screen}>
      <div class={styles.card}>
        <LanguageChips labelShown />
        {locale === 'ar' && (
          <Segmented<CalendarChoice>
            label={words.me.calendar}
            labelShown
            value={calendar}
            onChange={chooseCalendar}
            options={[
              { value: 'usual', label: words.me.calendarUsual },
              { value: 'islamic-civil', label: words.me.calendarIslamic },
            ]}
          />
        )}
        <ThemeChoice />
      </div>
    </Section>
  );
}

function ThemeChoice() {
  const { shared } = useLanguage();
  const [theme, setTheme] = useState(currentTheme);
  return (
    <Segmented<Theme>
      label={shared.theme}
      labelShown
      layout="wrap"
      value={theme}
      onChange={(chosen) => {
        chooseTheme(chosen);
        setTheme(chosen);
      }}
      options={[
        { value: 'system', label: shared.themeSystem },
        { value: 'light', label: shared.themeLight },
        { value: 'dark', label: shared.themeDark },
        { value: 'contrast', label: shared.themeContrast },
      ]}
    />
  );
}
