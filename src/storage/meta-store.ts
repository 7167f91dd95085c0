import type { Table } from 'dexie';
import type { Bytes } from '#base/bytes.ts';

/** Where the chain of sealed records stands: the next record is `sequence + 1` of `epoch` and follows `previous`. */
export interface JournalHead {
  /** Random 32-bit number of this storage's life. */
  readonly epoch: number;
  /** 0 before the first record of the epoch. */
  readonly sequence: number;
  /** First 8 bytes of the last record's message id; zeros before the first. */
  readonly previous: Bytes;
}

export interface StoredPosition {
  readonly serverEpoch?: string;
  readonly cursor: number;
  readonly snapshot?: { readonly at: number; readonly total: number };
}

export interface ClockMarks {
  /** Latest time that anything proved: the clock must not be behind it. */
  readonly highWaterMarkMs: number;
  /** Server time minus device time at the last answer. */
  readonly offsetMs?: number;
  /** Device time of the last answer of the server. */
  readonly lastSyncMs?: number;
}

/** What the server gave this device. */
export interface Enrolment {
  /** Hex; the member of a wallet. Absent on a till. */
  readonly memberId?: string;
  /** The device or terminal certificate, as the server signed it. */
  readonly certificate: Bytes;
  readonly certificateUntilMs: number;
}

/** What the last session knew about the way to the server. */
export interface ConnectionMemory {
  readonly mode: 'online' | 'offline';
  readonly sinceMs: number;
  readonly cutOnPurpose: boolean;
  /** When the server asked to be left alone, and until when. */
  readonly patience?: { readonly fromMs: number; readonly untilMs: number };
}

/** Where this device's spending stands; a number is used up before the code that has it exists. */
export interface SpendingMark {
  /** Of the allowance in the certificate. */
  readonly epoch: number;
  /** Points spent in this epoch. */
  readonly cumulative: number;
  /** First 8 bytes of the message id of the payment before; zeros before the first. */
  readonly previous: Bytes;
}

/** The lock over spending: a slow hash of its PIN, and the wrong tries since the last right one. */
export interface SpendLock {
  readonly salt: Bytes;
  readonly iterations: number;
  readonly verifier: Bytes;
  readonly failures: number;
  readonly notBeforeMs: number;
}

/** The key by which this phone's own lock opens the lock over spending. */
export interface LockPasskey {
  readonly credentialId: Bytes;
  readonly publicKey: Bytes;
  readonly madeAtMs: number;
}

/** Changes that this build could not read: once a build knows one of the kinds, it asks again from behind `cursor`. */
export interface SkippedChanges {
  readonly kinds: readonly string[];
  readonly cursor: number;
}

/** The recovery code that is good for this wallet's member, as far as this device has heard. */
export interface RecoveryMemory {
  readonly setAtMs: number;
}

/** The passkey that may bring this wallet's member back, as far as this device has heard. */
export interface RecoveryPasskeyMemory {
  readonly setAtMs: number;
}

/** The last backup file that was made here. */
export interface BackupMemory {
  readonly madeAtMs: number;
  /** Receipts in it. */
  readonly receipts: number;
}

/** What this phone shows to be linked, until it is. */
export interface LinkingMemory {
  readonly nonce: Bytes;
  readonly name: string;
}

/** A link that this phone has signed and the server has not heard of; bytes in base64. */
export interface PendingLink {
  readonly deviceKey: string;
  readonly nonce: string;
  readonly name: string;
  readonly issuedAtS: number;
  readonly proof: string;
}

/** The member's devices as the server listed them last. */
export interface DevicesMemory {
  readonly devices: readonly {
    readonly id: string;
    readonly name: string;
    readonly seenAt?: number | undefined;
    readonly revokedAt?: number | undefined;
  }[];
  readonly most: number;
  readonly toldAtMs: number;
}

export interface NextServerKey {
  readonly key: Bytes;
  /** From when on this device takes it, by its own clock. */
  readonly trustedFromMs: number;
}

export interface MetaValues {
  readonly linking: LinkingMemory;
  readonly pendingLinks: readonly PendingLink[];
  readonly devices: DevicesMemory;
  /** Another device has shut this one out. */
  readonly removed: { readonly atMs: number };
  readonly spendLock: SpendLock;
  readonly lockPasskey: LockPasskey;
  readonly spending: SpendingMark;
  readonly journal: JournalHead;
  readonly position: StoredPosition;
  readonly skipped: SkippedChanges;
  readonly clock: ClockMarks;
  readonly enrolment: Enrolment;
  /** The newest certificate that the server has handed a till, while its trust list cannot prove it. */
  readonly offeredCertificate: Bytes;
  readonly connection: ConnectionMemory;
  readonly recovery: RecoveryMemory;
  readonly recoveryPasskey: RecoveryPasskeyMemory;
  readonly backup: BackupMemory;
  /** The server's public key, pinned at first contact. */
  readonly serverKey: Bytes;
  /** The key that the pinned one has named as the next. */
  readonly nextServerKey: NextServerKey;
  /** When the till last tried whether it can write. */
  readonly probe: number;
}

export type MetaRow = {
  readonly [N in keyof MetaValues]: { readonly name: N; readonly value: MetaValues[N] };
}[keyof MetaValues];

/** Single values of which there is one per database. Each call joins the transaction around it. */
export interface MetaStore {
  readonly get: <N extends keyof MetaValues>(name: N) => Promise<MetaValues[N] | undefined>;
  readonly put: <N extends keyof MetaValues>(name: N, value: MetaValues[N]) => Promise<void>;
  readonly remove: (name: keyof MetaValues) => Promise<void>;
}

export interface MetaTable {
  readonly meta: Table<MetaRow, string>;
}

export function createMetaStore(db: MetaTable): MetaStore {
  return {
    get: async <N extends keyof MetaValues>(name: N) => {
      const row = await db.meta.get(name);
      return row?.value as MetaValues[N] | undefined;
    },
    remove: async (name) => {
      await db.meta.delete(name);
    },
    put: async (name, value) => {
      await db.meta.put({ name, value } as MetaRow);
    },
  };
}
