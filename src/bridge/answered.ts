import type { Outcome } from './common-views.ts';

/** It could not be done, and nobody foresaw why. */
export interface Failed {
  readonly ok: false;
  readonly error: { readonly kind: 'internal' };
}

/** What came of a call. A worker that throws, or is gone, is a refusal like any other: nothing waits for ever. */
export async function answered<O extends Outcome<unknown>>(call: Promise<O>): Promise<O | Failed> {
  try {
    return await call;
  } catch {
    return { ok: false, error: { kind: 'internal' } };
  }
}

/** Longer than a slow phone signs and stores, or another tab holds the database. */
const PATIENCE_MS = 15_000;

/** Nobody knows whether it was done, or will be. */
interface Silent {
  readonly ok: false;
  readonly error: { readonly kind: 'no_answer' };
}

/**
 * Tells what came of a call. A worker that neither answers nor throws is told as `no_answer` after a while, so that
 * the person gets on; the answer is told as well if it comes after all. Only for calls that do the same when repeated.
 */
export function tellAnswer<O extends Outcome<unknown>>(
  call: Promise<O>,
  tell: (outcome: O | Failed | Silent) => void,
): void {
  const timer = setTimeout(() => tell({ ok: false, error: { kind: 'no_answer' } }), PATIENCE_MS);
  void answered(call).then((outcome) => {
    clearTimeout(timer);
    tell(outcome);
  });
}
