// A device's memory as the syncer's ports: every step atomic, and a crash possible between any two.
import type { PushedRecord } from '#api/sync.ts';
import type { Clock, Random } from '#base/ports.ts';
import { ok } from '#base/result.ts';
import type { Position, Settlement, Transport } from '#sync/ports.ts';
import { type Syncer, createSyncer } from '#sync/syncer.ts';

export class Crash extends Error {}

interface Disk {
  epoch: number;
  sequence: number;
  unsent: (PushedRecord & { readonly epoch: number })[];
  decided: (PushedRecord & { readonly epoch: number })[];
  aside: (PushedRecord & { readonly epoch: number })[];
  position: Position;
  seen: string[];
}

export interface ModelDevice {
  readonly append: (id: string) => void;
  /** A fresh process over the same disk. */
  readonly boot: (transport: Transport, clock?: Clock) => Syncer;
  readonly disk: () => Disk;
  /** Puts an older disk back, as restoring a backup or cloning a profile does. */
  readonly rollBack: (to: Disk) => void;
  readonly snapshot: () => Disk;
  /** The process dies at the given step of the ports from now on: 0 is the next one. */
  readonly crashAt: (step: number) => void;
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  return { bytes: (length) => Uint8Array.from({ length }, next) };
}

export const stillClock: Clock = { nowMs: () => 1_000_000, monotonicMs: () => 0 };

export function createModelDevice(random: Random): ModelDevice {
  const copy = (from: Disk): Disk => structuredClone(from);
  let disk: Disk = {
    epoch: 1,
    sequence: 0,
    unsent: [],
    decided: [],
    aside: [],
    position: { cursor: 0 },
    seen: [],
  };
  let stepsLeft = Number.POSITIVE_INFINITY;

  async function step<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    if (stepsLeft <= 0) {
      stepsLeft = Number.POSITIVE_INFINITY;
      throw new Crash('killed');
    }
    stepsLeft -= 1;
    return work();
  }

  function apply(settlement: Settlement): void {
    const next = copy(disk);
    const decided = new Set(settlement.decided.map(({ id }) => id));
    if (settlement.serverRestored) {
      next.unsent = [...next.decided, ...next.unsent];
      next.decided = [];
    }
    next.decided.push(...next.unsent.filter(({ id }) => decided.has(id)));
    next.unsent = next.unsent.filter(({ id }) => !decided.has(id));
    if (settlement.forked.length > 0) {
      next.epoch = 2 + random.bytes(1)[0]! + 256 * random.bytes(1)[0]!;
      next.sequence = 0;
      next.unsent = next.unsent.map((record) =>
        settlement.forked.includes(record.id)
          ? { ...record, epoch: next.epoch, seq: (next.sequence += 1) }
          : record,
      );
    }
    next.seen.push(...settlement.changes.flatMap(({ change }) => ('unit' in change ? [change.unit] : [])));
    next.position = settlement.position;
    disk = next;
  }

  return {
    append: (id) => {
      disk.sequence += 1;
      disk.unsent.push({ id, seq: disk.sequence, cose: 'AA==', epoch: disk.epoch });
    },
    boot: (transport, clock = stillClock) =>
      createSyncer({
        transport: { exchange: async (request) => step(() => request).then(transport.exchange) },
        outbox: {
          batch: (limit, without = new Set()) =>
            step(() => {
              const waiting = disk.unsent.filter(({ id }) => !without.has(id));
              const epoch = waiting[0]?.epoch ?? disk.epoch;
              const records = waiting.slice(0, limit).filter((record) => record.epoch === epoch);
              return { epoch, records: records.map(({ id, seq, cose }) => ({ id, seq, cose })) };
            }),
          setAside: (id) =>
            step(() => {
              disk.aside.push(...disk.unsent.filter((record) => record.id === id));
              disk.unsent = disk.unsent.filter((record) => record.id !== id);
            }),
        },
        cursor: { read: () => step(() => disk.position) },
        replies: {
          apply: async (settlement) => {
            await step(() => apply(settlement));
            return step(() => ok(null));
          },
        },
        clock,
        random,
      }),
    disk: () => copy(disk),
    snapshot: () => copy(disk),
    rollBack: (to) => {
      disk = copy(to);
    },
    crashAt: (at) => {
      stepsLeft = at;
    },
  };
}
