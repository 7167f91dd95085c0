// A device that missed much: the next page is on its way while one is stored, and nothing rests on it before that.
import { describe, expect, it } from 'vitest';
import type { SyncReply, SyncRequest } from '#api/sync.ts';
import { err, ok } from '#base/result.ts';
import type { Position } from '#sync/ports.ts';
import { createSyncer } from '#sync/syncer.ts';
import { seededRandom, stillClock } from '../support/model-device.ts';

const PAGES = 4;

function replyTo({ cursor, records }: SyncRequest): SyncReply {
  const next = Math.min(PAGES, cursor + 1);
  const changes = next === cursor ? [] : [{ seq: next, change: { later: 'of a later version' } }];
  const results = records.map(({ id }) => ({ id, status: 'accepted' as const }));
  return { v: 1, serverEpoch: 'a1'.repeat(8), now: 1, results, changes, cursor: next, more: next < PAGES };
}

function openDevice(change: (reply: SyncReply) => SyncReply = (reply) => reply) {
  const log: string[] = [];
  const world = {
    position: { cursor: 0 } as Position,
    unsent: [] as string[],
    isFull: false,
    afterStoring: (): void => undefined,
  };
  const syncer = createSyncer({
    transport: {
      exchange: async (request) => {
        log.push(`ask ${request.cursor}${request.records.map(({ id }) => ` ${id}`).join('')}`);
        return ok(change(replyTo(request)));
      },
    },
    outbox: {
      setAside: async () => undefined,
      batch: async (limit) => ({
        epoch: 1,
        records: world.unsent.slice(0, limit).map((id) => ({ id, seq: 1, cose: 'AA==' })),
      }),
    },
    cursor: { read: async () => world.position },
    replies: {
      apply: async ({ position, decided }) => {
        // Time for whatever else is on its way.
        await new Promise((done) => setImmediate(done));
        if (world.isFull) return err({ kind: 'storage_full' });
        world.position = position;
        world.unsent = world.unsent.filter((id) => decided.every((result) => result.id !== id));
        log.push(`stored ${position.cursor}`);
        world.afterStoring();
        return ok(null);
      },
    },
    clock: stillClock,
    random: seededRandom(1),
  });
  return { log, world, syncer };
}

describe('a device that missed much', () => {
  it('asks for the next page while one is stored, for each page once', async () => {
    const { log, syncer } = openDevice();
    expect(await syncer.drain()).toEqual({ kind: 'quiet' });
    expect(log).toEqual(['ask 0', 'ask 1', 'stored 1', 'ask 2', 'stored 2', 'ask 3', 'stored 3', 'stored 4']);
  });

  it('goes on from what is stored when a page could not be kept', async () => {
    const { log, world, syncer } = openDevice();
    world.isFull = true;
    expect(await syncer.drain()).toMatchObject({ problem: { kind: 'not_stored', code: 'storage_full' } });
    world.isFull = false;
    log.length = 0;
    await syncer.drain();
    expect(log[0]).toBe('ask 0');
    expect(world.position.cursor).toBe(PAGES);
  });

  it('asks anew when what is stored is not what it counted on', async () => {
    const { log, world, syncer } = openDevice();
    world.afterStoring = () => {
      if (world.position.cursor !== 2) return;
      // As when a row was found broken: everything is to be told again.
      world.position = { ...world.position, cursor: 0 };
      world.afterStoring = () => undefined;
    };
    await syncer.drain();
    expect(log.slice(0, 8)).toEqual([
      'ask 0',
      'ask 1',
      'stored 1',
      'ask 2',
      'stored 2',
      'ask 0',
      'ask 1',
      'stored 1',
    ]);
    expect(world.position.cursor).toBe(PAGES);
  });

  it('sends what there is to send with the very next call', async () => {
    const { log, world, syncer } = openDevice((reply) => {
      if (reply.cursor === 2) world.unsent.push('sale');
      return reply;
    });
    await syncer.drain();
    expect(log).toEqual([
      'ask 0',
      'ask 1',
      'stored 1',
      'stored 2',
      'ask 2 sale',
      'stored 3',
      'ask 3',
      'stored 4',
    ]);
  });

  it('asks nothing ahead of a server that asks for patience', async () => {
    const { log, syncer } = openDevice((reply) => ({ ...reply, retryAfterS: 5 }));
    expect(await syncer.drain()).toEqual({ kind: 'wait', waitMs: 5_000, asked: true });
    expect(log).toEqual(['ask 0', 'stored 1']);
  });
});
