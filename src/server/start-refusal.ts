/** A reason not to start, for the operator. */
export interface StartRefusal {
  readonly kind: string;
  /** In plain words, with what to do. Never a password. */
  readonly message: string;
}

interface SystemError extends Error {
  readonly code?: string;
  /** Of the system's own errors. */
  readonly syscall?: string;
  readonly path?: string;
  /** Of PostgreSQL's own errors. */
  readonly severity?: string;
}

/** What the machine or the database refused, as a refusal; a bug of ours is none and gives `undefined`. */
export function startRefusalFrom(error: unknown): StartRefusal | undefined {
  const { syscall, path, severity } = (innermost(error) ?? {}) as Partial<SystemError>;
  const reason = reasonOf(error);
  if (severity !== undefined)
    return { kind: 'database_refused', message: `The database refused what the server needs: ${reason}` };
  if (syscall === undefined) return undefined;
  if (path === undefined) return { kind: 'system_refused', message: `It cannot start: ${reason}` };
  const needed = 'What is in the data folder must be yours to read and write; --data names another folder.';
  return { kind: 'data_unusable', message: `${reason}. ${needed}` };
}

/** In one line. Node gives one error for several addresses of a name, with nothing in its own message. */
export function reasonOf(error: unknown): string {
  const first = innermost(error);
  return first instanceof Error ? first.message : String(first);
}

function innermost(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
}
