import { tellAnswer } from '#bridge/answered.ts';
import type { Outcome, RefusalView } from '#bridge/common-views.ts';
import { restart } from './update.ts';

const startAnew = (): void => location.reload();

/** Tells what came of a call, and offers to start the page anew for as long as the worker is silent. */
export function askWorker<T>(
  call: Promise<Outcome<T>>,
  tell: (outcome: Outcome<T> | { readonly ok: false; readonly error: RefusalView }) => void,
): void {
  tellAnswer(call, (outcome) => {
    const isSilent = !outcome.ok && outcome.error.kind === 'no_answer';
    if (isSilent) restart.value ??= startAnew;
    else if (restart.value === startAnew) restart.value = undefined;
    tell(outcome);
  });
}
