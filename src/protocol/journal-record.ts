import type { Bytes } from '#base/bytes.ts';
import { RECORD_LIMITS } from './cbor.ts';
import type { MessageSchema } from './claims.ts';
import { UINT32_MAX, bytesOf, bytesWithin, listOf, milliseconds, seconds, uint, uuid } from './fields.ts';
import type { Codec } from './fields.ts';
import { MESSAGE_TYPE } from './messages.ts';
import type { JournalKind, JournalRecord } from './journal-message.ts';
import { makeKeyed } from './open-message.ts';
import { claim, label } from './schema.ts';
import type { Signer } from './signer.ts';

/** Numbers on the wire; never reused. */
const KIND_NUMBERS: Readonly<Record<JournalKind, number>> = {
  join: 1,
  earn: 2,
  redeem: 3,
  claim: 8,
  report: 9,
  undo: 5,
  pay: 10,
  void_pay: 11,
  visit: 12,
  profile: 13,
};
const PART_COUNTS: Readonly<Record<JournalKind, number>> = {
  join: 1,
  earn: 1,
  redeem: 2,
  undo: 1,
  claim: 2,
  report: 3,
  pay: 3,
  void_pay: 4,
  visit: 1,
  profile: 3,
};
const KINDS = new Map(Object.entries(KIND_NUMBERS).map(([name, number]) => [number, name as JournalKind]));

const LAST_KIND = Math.max(...KINDS.keys());

/** Whether a later version has given this number to a kind; numbers between ours are of kinds that are gone. */
export function isLaterKind(number: unknown): boolean {
  return Number.isSafeInteger(number) && Number(number) > LAST_KIND;
}

export const KIND_LABEL = 3;

const kind: Codec<JournalKind> = {
  read: (value) => (typeof value === 'number' ? KINDS.get(value) : undefined),
  write: (value) => KIND_NUMBERS[value],
};

export const JOURNAL_RECORD: MessageSchema<JournalRecord> = {
  type: MESSAGE_TYPE.journalRecord,
  fields: {
    issuedAtS: claim(6, seconds),
    eventId: claim(7, uuid),
    epoch: label(1, uint(UINT32_MAX)),
    sequence: label(2, uint()),
    kind: label(KIND_LABEL, kind),
    parts: label(4, listOf(bytesWithin(1, 1200), 1, 4)),
    occurredAtMs: label(5, milliseconds),
    previous: label(6, bytesOf(8)),
  },
  holds: (record) => record.parts.length === PART_COUNTS[record.kind],
};

/**
 * Seals one event of a device's journal, once: what is pushed again is the same bytes (same id, same hash), never
 * a second signature over the same event.
 */
export function makeJournalRecord(record: JournalRecord, signer: Signer): Promise<Bytes> {
  return makeKeyed(JOURNAL_RECORD, record, signer, RECORD_LIMITS);
}
