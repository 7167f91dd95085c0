import { describe, expect, it } from 'vitest';
import type { SyncReply, SyncRequest } from '#api/sync.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { TransportRefusal } from '#sync/ports.ts';
import { createSyncer } from '#sync/syncer.ts';
import { createModelDevice, seededRandom, stillClock } from '../support/model-device.ts';
import { createModelServer } from '../support/model-server.ts';

type Answer = Result<SyncReply, TransportRefusal>;

function deviceWith(records: number) {
  const device = createModelDevice(seededRandom(1));
  for (let i = 1; i <= records; i++) device.append(`r${i}`);
  return device;
}

/** Answers with `script` first, then as the model server; notes the size of each push. */
function scripted(script: readonly ((request: SyncRequest) => Answer)[] = []) {
  const server = createModelServer();
  const sizes: number[] = [];
  const answers = [...script];
  return {
    server,
    sizes,
    transport: {
      exchange: async (request: SyncRequest): Promise<Answer> => {
        sizes.push(request.records.length);
        return answers.shift()?.(request) ?? ok(server.handle(request));
      },
    },
  };
}

describe('syncer', () => {
  it('needs one call when everything fits', async () => {
    const { transport, sizes } = scripted();
    expect(await deviceWith(3).boot(transport).drain()).toEqual({ kind: 'quiet' });
    expect(sizes).toEqual([3]);
  });

  it('starts with 50 records and doubles to 200 while rounds are fast', async () => {
    const { transport, sizes } = scripted();
    await deviceWith(700).boot(transport).drain();
    expect(sizes).toEqual([50, 100, 200, 200, 150]);
  });

  it('sends fewer at once when the body was too large, without waiting', async () => {
    const { transport, sizes } = scripted([
      () => err({ kind: 'too_large' }),
      () => err({ kind: 'too_large' }),
    ]);
    expect(await deviceWith(20).boot(transport).drain()).toEqual({ kind: 'quiet' });
    expect(sizes).toEqual([20, 10, 5, 10, 5]);
  });

  it('waits as long as the server asks, whether it answered or was busy', async () => {
    const busy = scripted([() => err({ kind: 'server_busy', retryAfterS: 90 })]);
    expect(await deviceWith(1).boot(busy.transport).drain()).toMatchObject({
      kind: 'wait',
      waitMs: 90_000,
      asked: true,
    });
    const calm = createModelServer();
    const patient = scripted([(request) => ok({ ...calm.handle(request), retryAfterS: 5 })]);
    expect(await deviceWith(1).boot(patient.transport).drain()).toEqual({
      kind: 'wait',
      waitMs: 5_000,
      asked: true,
    });
  });

  it('stops with no_progress when the server decides nothing, and keeps the records', async () => {
    const undecided = (request: SyncRequest): Answer =>
      ok({
        ...createModelServer().handle({ ...request, records: [] }),
        results: [],
      });
    const { transport, sizes } = scripted([undecided]);
    const device = deviceWith(2);
    expect(await device.boot(transport).drain()).toMatchObject({
      kind: 'wait',
      problem: { kind: 'no_progress' },
    });
    expect(sizes).toEqual([2]);
    expect(device.disk().unsent).toHaveLength(2);
  });

  it('sends what comes after records that the server has put off, and leaves those for later', async () => {
    const server = createModelServer();
    const puttingOff = (request: SyncRequest): Answer => {
      const ripe = request.records.filter(({ id }) => id !== 'r1' && id !== 'r2');
      const reply = server.handle({ ...request, records: ripe });
      const late = request.records.filter((record) => !ripe.includes(record));
      return ok({
        ...reply,
        results: [...reply.results, ...late.map(({ id }) => ({ id, status: 'retry' as const }))],
      });
    };
    const { transport, sizes } = scripted([puttingOff, puttingOff, puttingOff]);
    const device = deviceWith(70);
    const end = { kind: 'wait', waitMs: 900_000, asked: false, isSent: true };
    expect(await device.boot(transport).drain()).toEqual(end);
    expect(sizes).toEqual([50, 20]);
    expect(device.disk().unsent.map(({ id }) => id)).toEqual(['r1', 'r2']);
  });

  it('lets rest for a quarter of an hour what was put off, unless a person asks, and goes on hearing meanwhile', async () => {
    const server = createModelServer();
    const puttingOff = (request: SyncRequest): Answer =>
      ok({
        ...server.handle({ ...request, records: [] }),
        results: request.records.map(({ id }) => ({ id, status: 'retry' as const })),
      });
    const { transport, sizes } = scripted(Array.from({ length: 5 }, () => puttingOff));
    const device = deviceWith(1);
    let nowMs = 0;
    const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
    const syncer = device.boot(transport, clock);
    const endAfter = (waitMs: number) => ({ kind: 'wait', waitMs, asked: false, isSent: true });
    expect(await syncer.drain()).toEqual(endAfter(900_000));
    nowMs += 60_000;
    expect(await syncer.drain()).toEqual(endAfter(840_000));
    expect(await syncer.drain({ putOffToo: true })).toEqual(endAfter(900_000));
    nowMs += 900_000;
    expect(await syncer.drain()).toEqual(endAfter(900_000));
    expect(sizes).toEqual([1, 0, 1, 1]);
  });

  it('never keeps asking a server that says more and gives nothing', async () => {
    const liar = (request: SyncRequest): Answer => ok({ ...createModelServer().handle(request), more: true });
    const { transport, sizes } = scripted([liar, liar]);
    expect(await deviceWith(0).boot(transport).drain()).toMatchObject({ problem: { kind: 'no_progress' } });
    expect(sizes).toHaveLength(1);
  });

  it('names the reason when the answer cannot be kept, and asks again later', async () => {
    const { transport } = scripted();
    const syncer = createSyncer({
      transport,
      outbox: { batch: async () => ({ epoch: 1, records: [] }), setAside: async () => undefined },
      cursor: { read: async () => ({ cursor: 0 }) },
      replies: { apply: async () => err({ kind: 'storage_full' }) },
      clock: stillClock,
      random: seededRandom(1),
    });
    expect(await syncer.drain()).toMatchObject({
      kind: 'wait',
      problem: { kind: 'not_stored', code: 'storage_full' },
    });
  });

  it('joins a second caller to the running drain: one request in flight', async () => {
    const { transport, sizes } = scripted();
    const syncer = deviceWith(2).boot(transport);
    const [a, b] = await Promise.all([syncer.drain(), syncer.drain()]);
    expect([a, b]).toEqual([{ kind: 'quiet' }, { kind: 'quiet' }]);
    expect(sizes).toEqual([2]);
  });
});
