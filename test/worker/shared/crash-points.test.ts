import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Signer } from '#protocol/signer.ts';
import type { Settlement } from '#sync/ports.ts';
import { tryEveryCrashPoint } from '../../support/crash-points.ts';
import { type TestDevice, createTestDevice, newSigner } from '../../support/test-device.ts';

let signer: Signer;
beforeAll(async () => {
  signer = await newSigner();
});

const draft = { kind: 'earn' as const, parts: [new Uint8Array([1])], occurredAtMs: 1 };

/** What belongs to a record and must live and die with it. */
const count = (device: TestDevice) => device.stores.counters.next('effects');

async function deviceWithTwoRecords(): Promise<TestDevice> {
  const device = createTestDevice(signer);
  for (let i = 0; i < 2; i++)
    await device.journal.append(signer, draft, async () => void (await count(device)));
  return device;
}

async function reopen(device: TestDevice): Promise<TestDevice> {
  device.db.close();
  return createTestDevice(signer, device.db.name);
}

async function readAll({ stores, db }: TestDevice) {
  return stores.store.read(async () => ({
    records: await stores.outbox.unsent(100),
    decided: await db.outbox.where('state').equals(1).count(),
    decisions: await stores.decisions.latest(100),
    head: await stores.meta.get('journal'),
    position: await stores.meta.get('position'),
    effects: (await db.counters.get('effects'))?.value ?? 0,
  }));
}

describe('a crash at any request to IndexedDB', () => {
  it('leaves a record with its effects and its place in the chain, or none of the three', async () => {
    const points = await tryEveryCrashPoint({
      build: () => deviceWithTwoRecords(),
      operate: (device) => device.journal.append(signer, draft, async () => void (await count(device))),
      reopen,
      check: async (device, completed) => {
        const { records, head, effects } = await readAll(device);
        expect(head?.sequence).toBe(records.length);
        expect(effects).toBe(records.length);
        expect(records.map(({ sequence }) => sequence)).toEqual(records.map((_, index) => index + 1));
        if (completed) expect(records.length).toBe(3);
      },
    });
    expect(points).toBeGreaterThan(4);
  });

  it('keeps all of an answer or nothing of it', async () => {
    const points = await tryEveryCrashPoint({
      build: () => deviceWithTwoRecords(),
      operate: async (device) => device.replies.apply(await settlementFor(device)),
      reopen,
      check: async (device, completed) => {
        const { records, decided, decisions, position } = await readAll(device);
        const applied = position?.cursor === 4;
        expect(records.length).toBe(applied ? 0 : 2);
        expect(decided).toBe(applied ? 2 : 0);
        expect(decisions.length).toBe(applied ? 2 : 0);
        if (completed) expect(applied).toBe(true);
      },
    });
    expect(points).toBeGreaterThan(5);
  });

  it('catches an operation that needs two transactions', async () => {
    await expect(
      tryEveryCrashPoint({
        build: () => deviceWithTwoRecords(),
        operate: async (device) => {
          await device.stores.outbox.markDecided(
            (await device.stores.outbox.unsent(9)).map(({ id }) => id),
            1,
          );
          await device.stores.meta.put('position', { cursor: 4 });
        },
        reopen,
        check: async (device) => {
          const { decided, position } = await readAll(device);
          expect(position?.cursor === 4).toBe(decided === 2);
        },
      }),
    ).rejects.toThrow('expected');
  });
});

async function settlementFor(device: TestDevice): Promise<Settlement> {
  const records = await device.stores.outbox.unsent(9);
  return {
    decided: records.map(({ id }) => ({ id, status: 'accepted' })),
    forked: [],
    putOff: [],
    changes: [],
    later: [],
    position: { serverEpoch: 'a'.repeat(16), cursor: 4 },
    serverRestored: false,
    serverNowMs: 9,
  };
}
