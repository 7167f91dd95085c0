import { expect, it } from 'vitest';
import type { AddedProgrammeRow } from '#storage/added-programme-store.ts';
import { createAddedProgrammes } from '#worker/wallet/added-programmes.ts';

it('a file that the disk could not put aside stops only whoever asked then', async () => {
  const disk = { fails: true };
  const addedFrom = createAddedProgrammes(async () => {
    if (disk.fails) throw new Error('not now');
  });
  const broken = {
    id: 'own',
    file: { tessera: 1, definition: {} },
    addedAtMs: 1,
  } as unknown as AddedProgrammeRow;
  const judge = { catalogue: { programmes: [], merchants: new Map() }, trusted: undefined, nowMs: 1 };
  const rows = [broken];
  await expect(addedFrom(rows, judge)).rejects.toThrow('not now');
  disk.fails = false;
  expect(await addedFrom(rows, judge)).toEqual([]);
});
