// What a device of the oldest version that is served says and understands, by the schemas that its build has recorded. The
// worker behind it is today's: of its calls only those go out that the oldest version makes, in its fields; of an answer it
// hears only what that version read. Kinds of change that it did not know come under another name until it is updated.
import { ROUTES } from '#api/routes.ts';
import { readAsRecorded, type RecordedSchema } from '../fixtures/recorded-schema.ts';
import recorded from '../fixtures/v1/schemas.json' with { type: 'json' };
import type { Disk } from './disk.ts';
import type { World } from './world.ts';

const SCHEMAS = recorded as unknown as Readonly<Record<keyof typeof recorded, RecordedSchema>>;
const UNKNOWN_KIND = 'later_';

const CALLS: Readonly<Record<string, { readonly request?: RecordedSchema; readonly reply: RecordedSchema }>> =
  {
    [ROUTES.catalogue]: { reply: SCHEMAS.catalogueReply },
    [ROUTES.devices]: { request: SCHEMAS.enrolDeviceRequest, reply: SCHEMAS.enrolDeviceReply },
    [ROUTES.status]: { reply: SCHEMAS.statusReply },
    [ROUTES.sync]: { request: SCHEMAS.syncRequest, reply: SCHEMAS.syncReply },
    [ROUTES.terminals]: { request: SCHEMAS.enrolTerminalRequest, reply: SCHEMAS.enrolTerminalReply },
  };

/** Whether the oldest version makes this call. */
export function isCallOfOldClient(url: string, { body }: RequestInit): boolean {
  const call = CALLS[new URL(url).pathname];
  if (call?.request === undefined || !(body instanceof Uint8Array)) return call !== undefined;
  return readAsRecorded(call.request, JSON.parse(new TextDecoder().decode(body))).ok;
}

/** The answer as the oldest version reads it; what it cannot read at all is told to `unread`. */
export async function heardByOldClient(
  { unread, tally }: Pick<World, 'unread' | 'tally'>,
  url: string,
  response: Response,
): Promise<Response> {
  const { pathname } = new URL(url);
  const text = await response.clone().text();
  if (text === '') return response;
  const schema = response.ok ? CALLS[pathname]!.reply : SCHEMAS.refusalReply;
  const read = readAsRecorded(schema, JSON.parse(text));
  if (!read.ok) {
    unread.push(`${pathname} ${response.status} at ${read.at}`);
    return response;
  }
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  const heard = JSON.stringify(withUnknownKinds(read.value));
  if (heard.includes(`"kind":"${UNKNOWN_KIND}`)) tally.saw('old client passed over a change');
  return new Response(heard, { status: response.status, headers });
}

/** `{ later: kind }`, as the recorded reader leaves it, under a name that nobody knows. */
function withUnknownKinds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownKinds);
  if (typeof value !== 'object' || value === null) return value;
  if ('later' in value) return { kind: UNKNOWN_KIND + String(value.later) };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withUnknownKinds(one)]));
}

/** What it passed over bears its right name from now on: the new build knows it, and asks again from there. */
export function updatedDisk(disk: Disk): Disk {
  const meta = disk.get('meta') as readonly { readonly name: string; readonly value: unknown }[] | undefined;
  if (meta === undefined) return disk;
  const rows = meta.map((row) => {
    if (row.name !== 'skipped') return row;
    const skipped = row.value as { readonly kinds: readonly string[] };
    const kinds = skipped.kinds.map((kind) =>
      kind.startsWith(UNKNOWN_KIND) ? kind.slice(UNKNOWN_KIND.length) : kind,
    );
    return { ...row, value: { ...skipped, kinds } };
  });
  return new Map([...disk, ['meta', rows]]);
}
