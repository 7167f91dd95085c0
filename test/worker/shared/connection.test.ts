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
