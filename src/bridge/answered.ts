import type { Outcome } from './common-views.ts';

/** What came of a call. A worker that throws, or is gone, is a refusal like any other: nothing waits for ever. */
export async function answered<T>(call: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await call;
  } catch {
    return { ok: false, error: { kind: 'internal' } };
  }
}
