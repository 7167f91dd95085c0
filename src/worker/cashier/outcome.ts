import type { Result } from '#base/result.ts';
import type { Outcome, RefusalView } from '#bridge/common-views.ts';
import { refusalView } from '#worker/shared/refusal-view.ts';

/** Results of the worker and outcomes of the bridge have the same shape; only some kinds are told otherwise. */
export function outcome<T>(result: Result<T, RefusalView>): Outcome<T> {
  if (result.ok) return result;
  return { ok: false, error: { ...result.error, ...refusalView(result.error) } };
}
