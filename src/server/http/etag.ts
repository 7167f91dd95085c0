// The name of what a public answer says, by which a device asks whether there is anything newer.
import { createHash } from 'node:crypto';
import type { Context } from 'hono';

/** Quoted, as HTTP wants it. The same in every process, as long as `said` is. */
export function etagOf(said: string): string {
  return `"${createHash('sha256').update(said).digest('hex').slice(0, 32)}"`;
}

/** Whether the caller has this already. A proxy that compresses makes a tag a weak one on the way. */
export function isHeld(context: Context, etag: string): boolean {
  return context.req.header('if-none-match')?.replace(/^W\//, '') === etag;
}
