import 'fake-indexeddb/auto';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { isKnownKind, syncReply, type SyncReply, type SyncRequest } from '#api/sync.ts';
import type { Signer } from '#protocol/signer.ts';
import { createSyncCursor } from '#storage/sync-ports.ts';
import { settle } from '#sync/settlement.ts';
import { createTestDevice, newSigner } from '../support/test-device.ts';

const EPOCH = 'a'.repeat(16);
const balance = { kind: 'balance', programme: 'p', unit: 'u', qty: 1 };
const request: SyncRequest = { v: 1, epoch: 1, serverEpoch: EPOCH, cursor: 7, records: [] };
const reply = {
  v: 1,
  serverEpoch: EPOCH,
  now: 5,
  results: [],
  changes: [
    { seq: 8, change: balance },
    { seq: 9, change: { kind: 'gift', from: 'somebody', of: { points: 5 } } },
    { seq: 10, change: balance },
  ],
  cursor: 10,
  more: false,
};

function read(message: unknown): SyncReply {
  return v.parse(syncReply, message);
}

function settled(message: unknown) {
  const settlement = settle(request, read(message));
  if (!settlement.ok) throw new Error(settlement.error.what);
  return settlement.value;
}

describe('an answer of a later server', () => {
  it('is read around a kind of change that this version does not know', () => {
    const { changes, later, position } = settled(reply);
    expect(changes.map(({ seq }) => seq)).toEqual([8, 10]);
    expect(later).toEqual([{ seq: 9, kind: 'gift' }]);
    expect(position).toEqual({ serverEpoch: EPOCH, cursor: 10 });
  });

  it('may say more than this version reads, anywhere', () => {
    const more = {
      ...reply,
      mood: 'good',
      results: [],
      changes: [{ seq: 8, change: { ...balance, tone: 3 }, at: 1 }],
    };
    expect(settled({ ...more, cursor: 8 }).changes).toEqual([{ seq: 8, change: balance }]);
  });

  it('is garbled when a known kind does not fit: nothing of it is passed over in silence', () => {
    const wrong = { ...reply, changes: [{ seq: 8, change: { ...balance, qty: 'much' } }] };
    expect(v.safeParse(syncReply, wrong).success).toBe(false);
    expect(v.safeParse(syncReply, { ...reply, changes: [{ seq: 8, change: {} }] }).success).toBe(false);
  });
});

describe('a device that had to leave a change out', () => {
  let signer: Signer;
  beforeAll(async () => {
    signer = await newSigner();
  });

  it('goes on behind it, and asks from there again once its build knows the kind', async () => {
    const { replies, stores } = createTestDevice(signer);
    const cursor = createSyncCursor(stores.store, isKnownKind);
    await replies.apply(settled(reply));
    expect(await cursor.read()).toEqual({ serverEpoch: EPOCH, cursor: 10 });
    // The build of tomorrow knows what this one knows under another name.
    await stores.store.write(() => stores.meta.put('skipped', { kinds: ['balance'], cursor: 8 }));
    expect(await cursor.read()).toEqual({ serverEpoch: EPOCH, cursor: 8 });
    await replies.apply(settled({ ...reply, changes: [], cursor: 10 }));
    expect(await cursor.read()).toEqual({ serverEpoch: EPOCH, cursor: 10 });
  });

  it('remembers the first place of all that it left out', async () => {
    const { replies, stores } = createTestDevice(signer);
    await replies.apply(settled(reply));
    await replies.apply(settled({ ...reply, changes: [{ seq: 11, change: { kind: 'song' } }], cursor: 11 }));
    const skipped = await stores.store.read(() => stores.meta.get('skipped'));
    expect(skipped).toEqual({ kinds: ['gift', 'song'], cursor: 8 });
  });

  it('forgets the places of a stream that started over', async () => {
    const { replies, stores } = createTestDevice(signer);
    await replies.apply(settled(reply));
    await replies.apply(settled({ ...reply, serverEpoch: 'b'.repeat(16), changes: [], cursor: 0 }));
    const skipped = await stores.store.read(() => stores.meta.get('skipped'));
    expect(skipped?.kinds).toEqual([]);
  });
});
