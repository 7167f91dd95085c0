import type { TerminalView } from '#bridge/cashier-api.ts';
import type { StorageView } from '#bridge/common-views.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import type { FindTill } from './till.ts';

export interface TerminalViewDeps {
  readonly stores: CashierStores;
  readonly findTill: FindTill;
  readonly storageView: () => Promise<StorageView>;
}

export async function terminalView(deps: TerminalViewDeps): Promise<TerminalView> {
  const { stores } = deps;
  const [till, storage] = await Promise.all([deps.findTill(), deps.storageView()]);
  if (!till.ok) return { state: 'unpaired', storage };
  const { identity, merchant, programmes, certificate } = till.value;
  const clock = await stores.store.read(() => stores.meta.get('clock'));
  return {
    state: 'paired',
    merchantName: merchant.name,
    tillName: identity.tillName,
    tillNumber: identity.tillNumber,
    currency: merchant.currency,
    categories: merchant.categories,
    certificateUntilMs: certificate.expiresAtS * 1_000,
    programmes: programmes.map(nameOf),
    storage,
    ...(clock?.offsetMs === undefined ? {} : { clockOffsetMs: clock.offsetMs }),
  };
}

/** Its English name: a till lists its programmes for the staff, in whatever language they are sold. */
function nameOf({ definition, presentation, number }: NamedProgramme): string {
  const name = presentation['name'];
  if (typeof name === 'string') return name;
  if (typeof name === 'object' && name !== null && 'en' in name) return String(name.en);
  return typeof definition['id'] === 'string' ? definition['id'] : String(number);
}

interface NamedProgramme {
  readonly definition: Readonly<Record<string, unknown>>;
  readonly presentation: Readonly<Record<string, unknown>>;
  readonly number: number;
}
