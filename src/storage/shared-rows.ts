// What the rows of both apps look like.
import type { CatalogueRow } from './catalogue-store.ts';
import type { CounterRow } from './counter-store.ts';
import type { DecisionRow } from './decision-store.ts';
import type { DeviceKeyPair, SoftKeyPair } from './key-store.ts';
import type * as Meta from './meta-store.ts';
import type { OutboxRow } from './outbox-store.ts';
import type { StatusListRow } from './status-list-store.ts';
import {
  anything,
  byName,
  bytes,
  bytesOf,
  count,
  type Fields,
  fields,
  flag,
  hex,
  listOf,
  maybe,
  ms,
  object,
  oneOf,
  type RowShapes,
  seconds,
  type Shape,
  signed,
  text,
} from './row-shape.ts';

export const decision = fields<{ status: unknown; code: unknown }>({
  status: oneOf('accepted', 'rejected', 'conflict'),
  code: maybe(text),
});

const CODE = /^[A-Za-z]{3}$/;
export const currency = fields<{ code: unknown; exponent: unknown }>({
  code: (value) => typeof value === 'string' && CODE.test(value),
  exponent: oneOf(0, 1, 2, 3),
});

/** Rows of a name and a value. */
export function values<V>(of: { readonly [N in keyof V]: Shape }): Shape {
  const shapes = Object.entries<Shape>(of).map(([name, value]) => [
    name,
    fields<{ value: unknown }>({ value }),
  ]);
  return byName('name', Object.fromEntries(shapes) as RowShapes);
}

/** A compressed public key. */
export const KEY_BYTES = 33;

const position: Shape = fields<Meta.StoredPosition>({
  serverEpoch: maybe(hex(8)),
  cursor: count,
  snapshot: maybe(fields<{ at: unknown; total: unknown }>({ at: count, total: count })),
});

const META: { readonly [N in keyof Meta.MetaValues]: Shape } = {
  linking: fields<Meta.LinkingMemory>({ nonce: bytesOf(8), name: text }),
  pendingLinks: listOf(
    fields<Meta.PendingLink>({ deviceKey: text, nonce: text, name: text, issuedAtS: seconds, proof: text }),
  ),
  devices: fields<Meta.DevicesMemory>({
    devices: listOf(
      fields<Meta.DevicesMemory['devices'][number]>({
        id: text,
        name: text,
        seenAt: maybe(ms),
        revokedAt: maybe(ms),
      }),
    ),
    most: count,
    toldAtMs: ms,
  }),
  offeredCertificate: signed,
  removed: fields<{ atMs: unknown }>({ atMs: ms }),
  spendLock: fields<Meta.SpendLock>({
    salt: bytes,
    iterations: count,
    verifier: bytes,
    failures: count,
    notBeforeMs: ms,
  }),
  lockPasskey: fields<Meta.LockPasskey>({ credentialId: bytes, publicKey: bytes, madeAtMs: ms }),
  spending: fields<Meta.SpendingMark>({ epoch: count, cumulative: count, previous: bytesOf(8) }),
  journal: fields<Meta.JournalHead>({ epoch: count, sequence: count, previous: bytesOf(8) }),
  position,
  skipped: fields<Meta.SkippedChanges>({ kinds: listOf(text), cursor: count }),
  clock: fields<Meta.ClockMarks>({
    highWaterMarkMs: ms,
    offsetMs: maybe((value) => typeof value === 'number' && Number.isFinite(value)),
    lastSyncMs: maybe(ms),
  }),
  enrolment: fields<Meta.Enrolment>({
    memberId: maybe(hex(8)),
    certificate: signed,
    certificateUntilMs: ms,
  }),
  connection: fields<Meta.ConnectionMemory>({
    mode: oneOf('online', 'offline'),
    sinceMs: ms,
    cutOnPurpose: flag,
    patience: maybe(fields<{ fromMs: unknown; untilMs: unknown }>({ fromMs: ms, untilMs: ms })),
  }),
  recovery: fields<Meta.RecoveryMemory>({ setAtMs: ms }),
  recoveryPasskey: fields<Meta.RecoveryPasskeyMemory>({ setAtMs: ms }),
  backup: fields<Meta.BackupMemory>({ madeAtMs: ms, receipts: count }),
  serverKey: bytesOf(KEY_BYTES),
  nextServerKey: fields<Meta.NextServerKey>({ key: bytesOf(KEY_BYTES), trustedFromMs: ms }),
  probe: ms,
};

/** Some browsers give keys back as nothing at all; whoever asks for the key knows what to do then. */
const cryptoKey: Shape = (value) => value === undefined || value === null || object(value);
const jsonKey: Shape = object;

const outbox: Fields<Omit<OutboxRow, 'order' | 'decidedAtMs'>> = {
  id: text,
  kind: text,
  parts: listOf(bytes),
  occurredAtMs: ms,
  epoch: count,
  sequence: count,
  cose: signed,
  state: oneOf(0, 1),
};

export const SHARED_ROWS = {
  outbox: fields(outbox),
  decisions: fields<DecisionRow>({
    id: text,
    status: oneOf('accepted', 'rejected', 'conflict'),
    code: maybe(text),
    decidedAtMs: ms,
  }),
  meta: values<Meta.MetaValues>(META),
  keys: byName('name', {
    device: fields<DeviceKeyPair>({ privateKey: cryptoKey, publicKey: cryptoKey }),
    'device-soft': fields<SoftKeyPair>({ privateKey: jsonKey, publicKey: jsonKey }),
  }),
  counters: fields<CounterRow>({ name: text, value: count }),
  catalogue: byName('name', {
    // What is in it, whoever opens it looks at: it is read once.
    current: fields<Omit<CatalogueRow, 'name'>>({
      reply: object,
      fetchedAtMs: ms,
      etag: maybe(text),
      digest: maybe(text),
    }),
    times: fields<{ fetchedAtMs: unknown; heldAtMs: unknown }>({ fetchedAtMs: ms, heldAtMs: ms }),
  }),
  statusLists: fields<StatusListRow>({ number: count, cose: signed, etag: text }),
  // Whatever it is, it was put aside once.
  quarantine: anything,
} satisfies RowShapes;
