import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SyncReply, SyncRequest } from '#api/sync.ts';
import { err, ok } from '#base/result.ts';
import type { Transport } from '#sync/ports.ts';
import { Crash, createModelDevice, seededRandom } from '../support/model-device.ts';
import { type ModelServer, createModelServer } from '../support/model-server.ts';

type Weather = 'fine' | 'request lost' | 'reply lost' | 'twice' | 'old request again' | 'busy' | 'garbled';
type Step =
  | { readonly do: 'append' | 'announce' | 'restore server' | 'roll back' | 'save disk' }
  | { readonly do: 'sync'; readonly weather: readonly Weather[]; readonly crashAt: number };

const WEATHERS: readonly Weather[] = [
  'fine',
  'request lost',
  'reply lost',
  'twice',
  'old request again',
  'busy',
  'garbled',
];

/** A network that loses, repeats and reorders; after its forecast is used up the sky is clear. */
function createNetwork(server: ModelServer, forecast: readonly Weather[]): Transport {
  const days = [...forecast];
  const past: SyncRequest[] = [];
  return {
    exchange: async (request) => {
      const weather = days.shift() ?? 'fine';
      if (weather === 'request lost') return err({ kind: 'unreachable' });
      if (weather === 'busy') return err({ kind: 'server_busy', retryAfterS: 1 });
      if (weather === 'old request again') past.forEach((old) => server.handle(old));
      past.push(structuredClone(request));
      if (weather === 'twice') server.handle(structuredClone(request));
      const reply: SyncReply = server.handle(request);
      if (weather === 'reply lost') return err({ kind: 'timeout' });
      return weather === 'garbled' ? ok({ ...reply, cursor: request.cursor - 1 }) : ok(reply);
    },
  };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>({ do: 'append' }) },
  { weight: 3, arbitrary: fc.constant<Step>({ do: 'announce' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Step>({ do: 'restore server' }, { do: 'roll back' }, { do: 'save disk' }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('sync' as const),
      weather: fc.array(fc.constantFrom(...WEATHERS), { maxLength: 4 }),
      crashAt: fc.integer({ min: 0, max: 14 }),
    }),
  },
);

async function live(steps: readonly Step[], seed: number) {
  const server = createModelServer();
  const device = createModelDevice(seededRandom(seed));
  let saved = device.snapshot();
  let appended = 0;
  for (const each of steps) {
    if (each.do === 'sync') {
      device.crashAt(each.crashAt);
      await device
        .boot(createNetwork(server, each.weather))
        .drain()
        .catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
        });
      device.crashAt(Number.POSITIVE_INFINITY);
    } else if (each.do === 'append') device.append(`r${(appended += 1)}`);
    else if (each.do === 'announce') server.announce(`c${server.announced.length + 1}`);
    else if (each.do === 'restore server') server.restore(Math.floor(server.decisions.size / 2));
    else if (each.do === 'save disk') saved = device.snapshot();
    else device.rollBack(saved);
  }
  const owed = device.disk();
  const end = await device.boot(createNetwork(server, [])).drain();
  return { server, device, owed, end };
}

describe('nothing lost, nothing doubled', () => {
  it('drains after heal: every record that the disk held is decided, exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), fc.nat(), async (steps, seed) => {
        const { server, device, owed, end } = await live(steps, seed);
        expect(end).toEqual({ kind: 'quiet' });
        expect(device.disk().unsent).toEqual([]);
        for (const { id } of [...owed.unsent, ...owed.decided]) expect(server.decisions.get(id)).toBe(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it('converges: after heal the device has seen every change of the server', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), fc.nat(), async (steps, seed) => {
        const { server, device } = await live(steps, seed);
        expect(new Set(device.disk().seen)).toEqual(new Set(server.announced));
        expect(device.disk().position.cursor).toBe(server.announced.length);
      }),
      { numRuns: 500 },
    );
  });

  it('sees each change once while server and disk stay the same', async () => {
    const calm = step.filter(({ do: what }) => what !== 'restore server' && what !== 'roll back');
    await fc.assert(
      fc.asyncProperty(fc.array(calm, { maxLength: 40, size: 'max' }), fc.nat(), async (steps, seed) => {
        const { server, device } = await live(steps, seed);
        expect(device.disk().seen).toEqual(server.announced);
      }),
      { numRuns: 500 },
    );
  });
});
