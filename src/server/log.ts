/** One line of the log. Counts, kinds and key ids; never a member id, an amount or a body. */
export interface LogEntry {
  readonly level: 'info' | 'warning' | 'error';
  readonly event: string;
  readonly [detail: string]: string | number | boolean;
}

export type Log = (entry: LogEntry) => void;

/** JSON lines, for people with `jq` and for collectors alike. */
export function logToStream(stream: { readonly write: (line: string) => unknown }, nowMs: () => number): Log {
  return (entry) => stream.write(`${JSON.stringify({ at: nowMs(), ...entry })}\n`);
}
