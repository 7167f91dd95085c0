/** SQLSTATE classes of data that do not fit: they will not fit tomorrow either. */
const DATA_FAULT = /^(22|23)/;

/** A record that cannot be worked on however often it comes: it is set aside, so that it blocks nothing behind it. */
export class RecordFault extends Error {
  /** Runs work that needs nothing but its arguments: when it throws, no retry will help. */
  static guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new RecordFault('the engine refused', { cause: error });
    }
  }
}

/** Everything else (a lost connection, a full disk) is the server's fault and must never be held against a record. */
export function isRecordFault(error: unknown): boolean {
  if (error instanceof RecordFault) return true;
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' && code.length === 5 && DATA_FAULT.test(code);
}
