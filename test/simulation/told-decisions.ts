// What a device was told of its own records, and what the books say of them.
import type { Device } from './device.ts';
import { must } from './must.ts';
import type { World } from './world.ts';

/**
 * A decision belongs to the record for ever, whichever copy of a profile brings it and in whichever place of its journal: so
 * every device that holds a decided record was told the same of it.
 */
export async function everybodyWasToldTheSame(world: World, shutOut: ReadonlySet<string>): Promise<void> {
  const rows = await world.server.books().selectFrom('event').select(['id', 'status']).execute();
  const decided = new Map(rows.map(({ id, status }) => [id, status]));
  for (const device of [...world.wallets, ...world.tills]) {
    if (shutOut.has(device.name)) continue;
    for (const { id, status } of await toldOfOwn(device)) {
      const right = decided.get(id);
      must(right === status, `${device.name} was told that ${id} is ${right}, as was decided, not ${status}`);
    }
  }
}

async function toldOfOwn(
  device: Device<unknown>,
): Promise<readonly { readonly id: string; readonly status: string }[]> {
  const disk = await device.read(['outbox', 'decisions']);
  const outbox = (disk.get('outbox') ?? []) as readonly { readonly id: string; readonly state: 0 | 1 }[];
  const own = new Set(outbox.filter(({ state }) => state === 1).map(({ id }) => id));
  const decisions = disk.get('decisions') as readonly { readonly id: string; readonly status: string }[];
  return decisions.filter(({ id }) => own.has(id));
}
