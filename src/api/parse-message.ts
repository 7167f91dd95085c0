import * as v from 'valibot';
import { err, ok, type Result } from '#base/result.ts';

/** A schema of the contract, whatever library it is written with. */
export type MessageSchema<T> = v.GenericSchema<unknown, T>;

export interface ShapeRefusal {
  readonly kind: 'malformed';
  /** Path of the first fault, like `records.3.cose`; empty for the whole message. */
  readonly at: string;
  readonly expected: string;
}

/** Judges a message against its schema. Unknown fields are faults: what nobody reads should not be sent. */
export function parseMessage<T>(schema: MessageSchema<T>, input: unknown): Result<T, ShapeRefusal> {
  const parsed = v.safeParse(schema, input, { abortEarly: true });
  if (parsed.success) return ok(parsed.output);
  const issue = parsed.issues[0];
  return err({ kind: 'malformed', at: v.getDotPath(issue) ?? '', expected: issue.expected ?? issue.message });
}
