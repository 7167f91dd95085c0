import { wordLoaders } from '#i18n/topics/adding/load.ts';
import { Button } from '#ui/button.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';

/** On the pairing screen: the way for a tablet that has no signal. */
export function EnterJoining({ onEnter }: { readonly onEnter: () => void }) {
  const words = useTopicWords(wordLoaders);
  if (words === undefined) return null;
  return (
    <Button size="l" icon="offline" wide onClick={onEnter}>
      {words.join.enter}
    </Button>
  );
}
