import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { useLanguage } from './language.tsx';

/** The worker did not answer, or a file did not arrive. What was saved stays saved. */
export function LoadFailed({ onRetry }: { readonly onRetry: () => void }) {
  const { shared } = useLanguage();
  return (
    <Banner
      tone="bad"
      live
      title={shared.nothing.error}
      actions={<Button onClick={onRetry}>{shared.retry}</Button>}
    />
  );
}
