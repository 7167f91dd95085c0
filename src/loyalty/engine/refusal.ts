import type { Id } from '#loyalty/programme/types.ts';

/** Why a set of definitions cannot be evaluated. `path` points into the definitions: `programme.list[index].field`. */
export type LoadRefusal =
  | { readonly kind: 'unknown_zone'; readonly zone: string; readonly path: string }
  | { readonly kind: 'duplicate_programme'; readonly programme: Id; readonly path: string }
  | { readonly kind: 'missing_programme'; readonly programme: Id; readonly path: string }
  | { readonly kind: 'cyclic_needs'; readonly programme: Id; readonly path: string };

export type FoldRefusalKind = 'overflow' | 'bad_instant' | 'endless_reach' | 'too_many_gifts';

/**
 * Thrown by the fold when a set of events has no right answer (a number beyond 2^53, a time that is no time) or none within
 * bounds (`MOST_GIFTS` steps and vouchers of one event): wrong numbers are worse than none. Validated events never cause `bad_instant`, linted programmes never `endless_reach`.
 */
export class FoldRefusal extends Error {
  readonly kind: FoldRefusalKind;

  constructor(kind: FoldRefusalKind, what: string) {
    super(`${kind}: ${what}`);
    this.kind = kind;
  }
}
