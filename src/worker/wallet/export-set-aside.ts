import { bytesFromText, hexFromBytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { FileView } from '#bridge/wallet-safety.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** The records that could not be read, for whoever can still make something of them. Refusal: `record_unknown` (there are none). */
export async function exportSetAside({ stores, around }: WalletDeps): Promise<Result<FileView, Refusal>> {
  const rows = await stores.store.read(({ quarantine }) => quarantine.all());
  if (rows.length === 0) return err({ kind: 'record_unknown' });
  const text = JSON.stringify(
    rows.map(({ table, key, row }) => ({ table, key, row })),
    (_name, value: unknown) => (value instanceof Uint8Array ? { hex: hexFromBytes(value) } : value),
    1,
  );
  return ok({ name: `tessera-set-aside-${around.clock.nowMs()}.json`, bytes: bytesFromText(text) });
}
