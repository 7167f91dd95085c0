import { bytesFromText, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { FileView } from '#bridge/common-views.ts';
import type { QuarantineRow, QuarantineStore } from '#storage/quarantine.ts';
import type { Store } from '#storage/store.ts';

export interface SetAsideDeps {
  readonly store: Pick<Store<{ readonly quarantine: QuarantineStore }>, 'read'>;
  readonly clock: Clock;
}

/** Keys, and what a PIN could be guessed by: named in the file, but nobody else's business. */
function isSecret({ table, key }: Pick<QuarantineRow, 'table' | 'key'>): boolean {
  return table === 'keys' || (table === 'meta' && key === 'spendLock');
}

/** The records that could not be read, for whoever can still make something of them. Refusal: `record_unknown` (there are none). */
export async function exportSetAside({ store, clock }: SetAsideDeps): Promise<Result<FileView, Refusal>> {
  const rows = await store.read(({ quarantine }) => quarantine.all());
  if (rows.length === 0) return err({ kind: 'record_unknown' });
  const text = JSON.stringify(
    rows.map(({ table, key, row }) => ({ table, key, ...(isSecret({ table, key }) ? {} : { row }) })),
    (_name, value: unknown) => (value instanceof Uint8Array ? { hex: hexFromBytes(value) } : value),
    1,
  );
  return ok({ name: `tessera-set-aside-${clock.nowMs()}.json`, bytes: bytesFromText(text) });
}
