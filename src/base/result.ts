/** An expected outcome that may be a refusal. Refusals are values; a bug throws. */
export type Result<T, E extends Refusal = Refusal> = Ok<T> | Err<E>;

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

/** What every refusal has: a stable kind, which the `i18n` room turns into words. */
export interface Refusal {
  readonly kind: string;
}

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function err<const E extends Refusal>(error: E): Err<E> {
  return { ok: false, error };
}
