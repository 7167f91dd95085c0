import type { ConnectionView, RefusalView } from '#bridge/common-views.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from '#ui/banner.tsx';
import { useWords } from './words.ts';

type Troubled = ConnectionView & { readonly problem: RefusalView };

/** The server takes nothing from this till any more. */
export function isShutOut(connection: ConnectionView | undefined): connection is Troubled {
  return connection?.problem?.kind === 'revoked';
}

/** Why the server did not take what this till sent. */
export function TillProblem({ problem }: { readonly problem: RefusalView }) {
  const { refusals } = useWords();
  const revoked = problem.kind === 'revoked';
  // It was this till that was refused; the words for `revoked` are about a customer's voucher.
  const { headline, next } = refusalText(refusals, revoked ? 'device_revoked' : problem.kind);
  return (
    <Banner tone={revoked ? 'bad' : 'warn'} live title={headline}>
      {next}
    </Banner>
  );
}
