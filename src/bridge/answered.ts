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
