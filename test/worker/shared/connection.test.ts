import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { createSharedStores } from '#storage/shared-stores.ts';
import { createConnection } from '#worker/shared/connection.ts';
import { openSharedDatabase } from '../../support/memory-database.ts';

function openConnection() {
  const clock = { nowMs: () => 1_000_000, monotonicMs: () => 0 };
  const stores = createSharedStores(openSharedDatabase());
  return createConnection({ stores, clock, onChange: () => undefined });
}

describe('a line that was cut on purpose', () => {
  it('stays cut when an answer arrives that was on its way', async () => {
    const connection = openConnection();
    await connection.answered();
    await connection.cut(true);
    await connection.answered();
    expect(await connection.view()).toMatchObject({ mode: 'offline', cutOnPurpose: true });
  });

  it('is online again with the first answer after it was joined up', async () => {
    const connection = openConnection();
    await connection.cut(true);
    await connection.cut(false);
    expect(await connection.view()).toMatchObject({ mode: 'offline', cutOnPurpose: false });
    await connection.answered();
    expect(await connection.view()).toMatchObject({ mode: 'online' });
  });
});

describe('what the server asked for', () => {
  const DAY_MS = 86_400_000;

  function openAt(startMs: number, db = openSharedDatabase()) {
    const time = { nowMs: startMs, monotonicMs: 0 };
    const clock = { nowMs: () => time.nowMs, monotonicMs: () => time.monotonicMs };
    const stores = createSharedStores(db);
    return { time, db, connection: createConnection({ stores, clock, onChange: () => undefined }) };
  }

  it('does not end sooner because the clock was put on, and is forgotten where it was put back', async () => {
    const { connection, time, db } = openAt(1_000_000);
    await connection.askedToWait(60_000);
    time.nowMs += DAY_MS;
    expect(connection.waitMs()).toBe(60_000);
    const next = openAt(999_999, db).connection;
    await next.restore();
    expect(next.waitMs()).toBe(0);
  });

  it('is not believed beyond a day', async () => {
    const { connection } = openAt(1_000_000);
    await connection.askedToWait(400 * DAY_MS);
    expect(connection.waitMs()).toBe(DAY_MS);
  });

  it('holds for the other tabs too', async () => {
    const { connection, db } = openAt(1_000_000);
    await connection.askedToWait(60_000);
    const other = openAt(1_010_000, db).connection;
    await other.adopt();
    expect(other.waitMs()).toBe(50_000);
  });
});
