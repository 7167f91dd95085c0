import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { UUID_V7 } from '#base/uuid.ts';
import { RECORD_LIMITS } from '#protocol/cbor.ts';
import { messageIdOf, verifySign1 } from '#protocol/cose-sign1.ts';
import { JOURNAL_RECORD } from '#protocol/journal-record.ts';
import { openAs } from '#protocol/open-message.ts';
import type { Signer } from '#protocol/signer.ts';
import type { SealedRecord } from '#storage/outbox-store.ts';
import { type TestDevice, createTestDevice, newSigner } from '../../support/test-device.ts';

let signer: Signer;
beforeAll(async () => {
  signer = await newSigner();
});

const draft = { kind: 'earn' as const, parts: [new Uint8Array([1])], occurredAtMs: 1_700_000_000_000 };
const nothing = async () => undefined;

async function appended(device: TestDevice, effects: () => Promise<void> = nothing): Promise<SealedRecord> {
  const result = await device.journal.append(signer, draft, effects);
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

function read(record: SealedRecord) {
  const opened = openAs(JOURNAL_RECORD, record.cose, RECORD_LIMITS);
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}

describe('journal', () => {
  it('seals records in one chain: gap-free, each naming the one before, signed by the device', async () => {
    const device = createTestDevice(signer);
    const records = [await appended(device), await appended(device), await appended(device)];
    expect(records.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    let previous = new Uint8Array(8);
    for (const record of records) {
      const { sign1, value } = read(record);
      expect(await verifySign1(sign1, signer.publicKey)).toBe(true);
      expect(value).toMatchObject({ eventId: record.id, epoch: records[0]!.epoch, previous });
      expect(record.id).toMatch(UUID_V7);
      previous = (await messageIdOf(sign1)).slice(0, 8);
    }
  });

  it('gives two tabs that append at once different places', async () => {
    const first = createTestDevice(signer);
    const second = createTestDevice(signer, first.db.name);
    await Promise.all([appended(first), appended(second), appended(first), appended(second)]);
    const records = await first.stores.outbox.unsent(10);
    expect(records.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  });

  it('keeps nothing of a record whose effects fail', async () => {
    const device = createTestDevice(signer);
    await appended(device);
    const failing = device.journal.append(signer, draft, async () => {
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    expect(await device.stores.outbox.stats()).toMatchObject({ unsent: 1 });
    expect((await appended(device)).sequence).toBe(2);
  });

  it('refuses with storage_full when the disk is full, and goes on when there is room again', async () => {
    const device = createTestDevice(signer);
    const full = await device.journal.append(signer, draft, async () => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    expect(full).toEqual({ ok: false, error: { kind: 'storage_full' } });
    expect((await appended(device)).sequence).toBe(1);
  });
});

describe('a fork answer', () => {
  it('seals the forked records again in a new epoch under their old ids; the next record follows them', async () => {
    const device = createTestDevice(signer);
    const [a, b, c] = [await appended(device), await appended(device), await appended(device)];
    await device.replies.apply({
      decided: [{ id: a!.id, status: 'accepted' }],
      forked: [b!.id, c!.id],
      putOff: [],
      changes: [],
      later: [],
      position: { serverEpoch: 'a'.repeat(16), cursor: 0 },
      serverRestored: false,
      serverNowMs: 9,
    });
    const again = await device.stores.outbox.unsent(10);
    expect(again.map(({ id }) => id)).toEqual([b!.id, c!.id]);
    expect(again.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(again[0]!.epoch).not.toBe(a!.epoch);
    for (const record of again)
      expect(read(record).value).toMatchObject({
        eventId: record.id,
        epoch: again[0]!.epoch,
        sequence: record.sequence,
        occurredAtMs: draft.occurredAtMs,
      });
    expect(await appended(device)).toMatchObject({ epoch: again[0]!.epoch, sequence: 3 });
  });
});
