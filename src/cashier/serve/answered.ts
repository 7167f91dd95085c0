import type { Outcome } from '#bridge/common-views.ts';

/** A worker that fails answers nothing: without this the till would wait for ever, and keep the customer waiting. */
export function answered<T>(answer: Promise<Outcome<T>>): Promise<Outcome<T>> {
  return answer.catch((error: unknown) => {
    reportError(error);
    return { ok: false, error: { kind: 'storage_failed' } };
  });
}
