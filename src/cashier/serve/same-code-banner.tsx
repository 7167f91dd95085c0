import { useWords } from '#cashier/shell/words.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import type { ServeUse } from './use-serve.ts';

/** The scanner was held on the last code. */
export function SameCodeBanner({ serve }: { readonly serve: ServeUse }) {
  const { app } = useWords();
  return (
    <div data-same-code>
      <Banner
        tone="info"
        live
        title={app.serve.sameCode}
        actions={
          <Button size="l" onClick={serve.scanAgain}>
            {app.serve.scanAgain}
          </Button>
        }
      />
    </div>
  );
}
