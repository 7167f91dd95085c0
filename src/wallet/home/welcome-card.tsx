import { useLocation } from 'preact-iso';
import { Button } from '#ui/button.tsx';
import { Mosaic } from '#ui/mosaic.tsx';
import { useWords } from '#wallet/environment.ts';
import { LanguageChips } from '#wallet/language-chips.tsx';
import layout from '#wallet/layout.module.css';
import styles from './home.module.css';

/** The first screen of the first visit: what this is, in my language, and the way to the first programme. */
export function WelcomeCard() {
  const words = useWords();
  const { route } = useLocation();
  return (
    <div class={layout.stack}>
      <section class={styles.pass}>
        <Mosaic />
        <div class={styles.welcome}>
          <h2 class={styles.welcomeTitle}>{words.catalogue.welcome}</h2>
          <p>{words.home.emptyText}</p>
        </div>
        <Button kind="onColour" size="l" icon="plus" wide onClick={() => route('/catalogue')}>
          {words.home.toCatalogue}
        </Button>
      </section>
      <Button kind="quiet" size="l" wide onClick={() => route('/recover')}>
        {words.home.hadBefore}
      </Button>
      <LanguageChips />
    </div>
  );
}
