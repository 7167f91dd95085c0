import { wordLoaders } from '#i18n/topics/next-steps/load.ts';
import { Button } from '#ui/button.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { type NextAction, actionOf, nextStepOf } from './next-step.ts';
import { hrefOf } from './route.ts';
import { useServices } from './services.ts';
import styles from './next-step-line.module.css';

/** What to do about a refusal, in one sentence, with the button that begins it when the till can; `meanwhile` until the words are there. */
export function NextStepLine({ kind, meanwhile }: { readonly kind: string; readonly meanwhile: string }) {
  const words = useTopicWords(wordLoaders);
  const { api } = useServices();
  if (words === undefined) return <p>{meanwhile}</p>;
  const step = nextStepOf(kind);
  const action = actionOf(step);
  const begin = (what: NextAction): void => {
    if (what === 'connect') void api.syncNow();
    else location.hash = hrefOf(what === 'records' ? 'queue' : 'terminal');
  };
  return (
    <div class={styles.next} data-next={step}>
      <p>
        <strong>{words.next}</strong> {words.steps[step]}
      </p>
      {action !== undefined && (
        <span class={styles.action}>
          <Button kind="plain" size="l" onClick={() => begin(action)}>
            {words.actions[action]}
          </Button>
        </span>
      )}
    </div>
  );
}
