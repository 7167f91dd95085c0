import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useWords } from './words.ts';

/** The worker did not answer: a bug or a dead worker. What was saved stays saved. */
export function LoadFailed({ onRetry }: { readonly onRetry: () => void }) {
  const { shared } = useWords();
  return (
    <Banner
      tone="bad"
      live
      title={shared.nothing.error}
      actions={<Button onClick={onRetry}>{shared.retry}</Button>}
    />
  );
}
