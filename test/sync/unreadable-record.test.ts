// A push that the server cannot read because of one record in it; and a server that reads nothing at all.
import { describe, expect, it } from 'vitest';
import type { SyncReply, SyncRequest } from '#api/sync.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { TransportRefusal } from '#sync/ports.ts';
import { createModelDevice, seededRandom } from '../support/model-device.ts';
import { createModelServer } from '../support/model-server.ts';

const MALFORMED: TransportRefusal = { kind: 'refused', status: 400, code: 'malformed' };
const QUARTER_MS = 900_000;

function deviceWith(records: number) {
  const device = createModelDevice(seededRandom(1));
  for (let i = 1; i <= records; i++) device.append(`r${i}`);
  return device;
}

/** Refuses every push with a record that `isBad`, as the contract's schema does. */
function strictServer(isBad: (id: string, pushes: number) => boolean) {
  const server = createModelServer();
  const sizes: number[] = [];
  return {
    server,
    sizes,
    exchange: async (request: SyncRequest): Promise<Result<SyncReply, TransportRefusal>> => {
      sizes.push(request.records.length);
      const isRefused = request.records.some(({ id }) => isBad(id, sizes.length));
      return isRefused ? err(MALFORMED) : ok(server.handle(request));
    },
  };
}

const idsOf = (records: readonly { readonly id: string }[]) => records.map(({ id }) => id);

describe('a record that the server cannot read', () => {
  it.each([1, 2, 26, 49])('at place %i is set aside, and all the others are decided', async (place) => {
    const strict = strictServer((id) => id === `r${place}`);
    const device = deviceWith(50);
    expect(await device.boot(strict).drain()).toEqual({ kind: 'quiet' });
    expect(idsOf(device.disk().aside)).toEqual([`r${place}`]);
    expect(device.disk().unsent).toEqual([]);
    expect(strict.server.decisions.size).toBe(49);
    expect(strict.sizes.length).toBeLessThan(25);
  });

  it('and others beside it: each is set aside', async () => {
    const bad = new Set(['r3', 'r4', 'r5', 'r40']);
    const strict = strictServer((id) => bad.has(id));
    const device = deviceWith(60);
    expect(await device.boot(strict).drain()).toEqual({ kind: 'quiet' });
    expect(idsOf(device.disk().aside)).toEqual([...bad]);
    expect(strict.server.decisions.size).toBe(56);
  });

  it('stays where it is while no other comes after it to tell whose fault it is, and holds up nothing', async () => {
    const strict = strictServer((id) => id === 'r1');
    const device = deviceWith(1);
    const syncer = device.boot(strict);
    strict.server.announce('news');
    const end = { kind: 'wait', waitMs: QUARTER_MS, asked: false, isSent: true, problem: MALFORMED };
    expect(await syncer.drain()).toEqual(end);
    expect(idsOf(device.disk().unsent)).toEqual(['r1']);
    expect(device.disk().seen).toEqual(['news']);
    device.append('r2');
    expect(await syncer.drain()).toEqual({ kind: 'quiet' });
    expect(idsOf(device.disk().aside)).toEqual(['r1']);
    expect([...strict.server.decisions.keys()]).toEqual(['r2']);
  });
});

describe('a server that reads no push', () => {
  it('makes a device wait, with all that it has: nothing is set aside', async () => {
    const deaf = strictServer(() => true);
    const device = deviceWith(200);
    const syncer = device.boot({
      exchange: async (request) => {
        await deaf.exchange(request);
        return err(MALFORMED);
      },
    });
    for (let drains = 0; drains < 5; drains++)
      expect(await syncer.drain()).toMatchObject({ kind: 'wait', problem: MALFORMED });
    expect(device.disk().aside).toEqual([]);
    expect(device.disk().unsent).toHaveLength(200);
    expect(deaf.sizes.length).toBeLessThan(5 * 20);
  });

  it('but answers where there is none: nothing is set aside either', async () => {
    const deaf = strictServer(() => true);
    const device = deviceWith(200);
    const syncer = device.boot(deaf);
    for (let drains = 0; drains < 5; drains++)
      expect(await syncer.drain()).toMatchObject({ kind: 'wait', problem: MALFORMED });
    expect(device.disk().aside).toEqual([]);
    expect(device.disk().unsent).toHaveLength(200);
  });

  it('from some push on: nothing is set aside, and all goes once it reads again', async () => {
    let isDeaf = true;
    const strict = strictServer((_, pushes) => isDeaf && pushes > 2);
    const device = deviceWith(400);
    const syncer = device.boot(strict);
    expect(await syncer.drain()).toMatchObject({ kind: 'wait', problem: MALFORMED });
    expect(device.disk().aside).toEqual([]);
    isDeaf = false;
    expect(await syncer.drain()).toEqual({ kind: 'quiet' });
    expect(strict.server.decisions.size).toBe(400);
    expect(device.disk().aside).toEqual([]);
  });
});
