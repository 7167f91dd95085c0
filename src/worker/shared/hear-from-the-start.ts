import type { MetaStore } from '#storage/meta-store.ts';

/**
 * To the server another key is another device, whose stream it numbers from the start. The server's epoch stays: by it this one
 * notices that the server was put back meanwhile. Runs inside the caller's transaction.
 */
export async function hearFromTheStart(meta: MetaStore): Promise<void> {
  const before = await meta.get('position');
  const epoch = before?.serverEpoch === undefined ? {} : { serverEpoch: before.serverEpoch };
  await meta.put('position', { ...epoch, cursor: 0 });
  await meta.remove('skipped');
}
