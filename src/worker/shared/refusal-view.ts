import type { Outcome, RefusalView } from '#bridge/common-views.ts';
import type { Refusal } from '#base/result.ts';

/** Kinds that only matter to the machinery, and the one a person is told instead. */
const TOLD_AS: Readonly<Record<string, string>> = {
  unreachable: 'server_unreachable',
  timeout: 'server_unreachable',
  garbled: 'server_unreachable',
  server_busy: 'too_many_requests',
  too_large: 'internal',
  no_progress: 'internal',
};

/** A refusal as the screens get it. */
export function refusalView(
  refusal: Refusal | { readonly kind: 'refused'; readonly code: string },
): RefusalView {
  const kind = 'code' in refusal ? refusal.code : refusal.kind;
  return { kind: TOLD_AS[kind] ?? kind };
}

export function refused(kind: string): { readonly ok: false; readonly error: RefusalView } {
  return { ok: false, error: { kind } };
}

/** The same for a whole result. */
export function outcomeError(refusal: Refusal): Extract<Outcome<never>, { ok: false }> {
  return { ok: false, error: refusalView(refusal) };
}
