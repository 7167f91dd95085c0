import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, bytesFromText, concatBytes } from '#base/bytes.ts';
import {
  BACKUP_VERSION,
  type BackupSecret,
  MAX_BACKUP_BYTES,
  openBackup,
  sealBackup,
} from '#protocol/backup-file.ts';
import { type Cbor, encodeCbor } from '#protocol/cbor.ts';

const random = (length: number): Bytes => globalThis.crypto.getRandomValues(new Uint8Array(length));
const code = (byte: number): BackupSecret => ({ kind: 'code', secret: new Uint8Array(16).fill(byte) });
const MAGIC = bytesFromText('TESSERA-BACKUP\n');

/** A file with a header of the test's own. */
function fileWith(version: number, recipients: readonly Cbor[]): Bytes {
  const header = encodeCbor(
    new Map<number, Cbor>([
      [0, version],
      [1, random(12)],
      [2, recipients],
    ]),
  );
  return concatBytes(MAGIC, encodeCbor([header, random(64)]));
}

describe('a backup file', () => {
  it('gives back exactly what was sealed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (plain) => {
        const contents: Bytes = new Uint8Array(plain);
        const file = await sealBackup({ contents, version: 1 }, [code(1), code(2)], random);
        for (const secret of [code(1), code(2)])
          expect(await openBackup(file, secret)).toEqual({ ok: true, value: contents });
      }),
      { numRuns: 30 },
    );
  });

  it('opens by a passphrase in whichever way its letters are composed', async () => {
    const file = await sealBackup(
      { contents: random(40), version: 2 },
      [{ kind: 'passphrase', text: 'caf\u00e9 sous la pluie' }],
      random,
    );
    expect((await openBackup(file, { kind: 'passphrase', text: 'cafe\u0301 sous la pluie' })).ok).toBe(true);
    expect(await openBackup(file, { kind: 'passphrase', text: 'cafe sous la pluie' })).toEqual({
      ok: false,
      error: { kind: 'backup_wrong_secret' },
    });
    expect((await openBackup(file, code(1))).ok).toBe(false);
  });

  it('never opens with one byte changed, or cut off, or longer', async () => {
    const file = await sealBackup({ contents: random(100), version: 1 }, [code(1)], random);
    for (let index = 0; index < file.length; index++) {
      const altered = file.slice();
      altered[index]! ^= 1 << (index % 8);
      expect((await openBackup(altered, code(1))).ok).toBe(false);
      expect((await openBackup(file.slice(0, index), code(1))).ok).toBe(false);
    }
    expect((await openBackup(concatBytes(file, Uint8Array.of(0)), code(1))).ok).toBe(false);
  });

  it('says what is wrong: another secret, damage, a newer version, no backup at all', async () => {
    const file = await sealBackup({ contents: random(100), version: 1 }, [code(1)], random);
    const kindOf = async (bytes: Bytes, secret = code(1)) => {
      const opened = await openBackup(bytes, secret);
      return opened.ok ? 'ok' : opened.error.kind;
    };
    expect(await kindOf(file, code(2))).toBe('backup_wrong_secret');
    const damaged = file.slice();
    damaged[damaged.length - 1]! ^= 1;
    expect(await kindOf(damaged)).toBe('backup_damaged');
    expect(await kindOf(file.slice(0, -5))).toBe('backup_damaged');
    expect(await kindOf(fileWith(BACKUP_VERSION + 1, []))).toBe('backup_newer');
    expect(await kindOf(fileWith(0, []))).toBe('backup_damaged');
    expect(await kindOf(bytesFromText('a holiday picture'))).toBe('backup_unreadable');
    expect(await kindOf(new Uint8Array(MAX_BACKUP_BYTES + 1))).toBe('backup_unreadable');
  });

  it('never computes with parameters out of bounds', async () => {
    const recipient = (kdf: number, rounds: number): Cbor => [
      kdf,
      rounds,
      random(16),
      random(12),
      random(48),
    ];
    const hostile = [
      [recipient(2, 4_000_000_000)],
      [recipient(2, 1)],
      [recipient(1, 600_000)],
      [recipient(9, 0)],
      [],
      Array.from({ length: 5 }, () => recipient(1, 0)),
      [[1, 0, random(15), random(12), random(48)]],
    ];
    for (const recipients of hostile) {
      const startedMs = performance.now();
      const opened = await openBackup(fileWith(1, recipients), { kind: 'passphrase', text: 'x' });
      expect(opened).toEqual({ ok: false, error: { kind: 'backup_damaged' } });
      expect(performance.now() - startedMs).toBeLessThan(1_000);
    }
  });
});
