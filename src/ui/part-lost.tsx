import { wordLoaders } from '#i18n/topics/part-lost/load.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { useTopicWords } from './use-topic-words.ts';

/** Where trying again cannot help, the page is offered anew; the person knows what they are in the middle of. */
export function PartLost() {
  const words = useTopicWords(wordLoaders);
  if (words === undefined) return null;
  return (
    <Banner
      tone="warn"
      live
      title={words.title}
      actions={
        <Button kind="primary" onClick={() => location.reload()}>
          {words.anew}
        </Button>
      }
    >
      {words.text}
    </Banner>
  );
}
