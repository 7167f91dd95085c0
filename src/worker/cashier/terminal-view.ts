import type { LostTill, TerminalView } from '#bridge/cashier-api.ts';
import type { CatalogueProgramme } from '#api/catalogue.ts';
import type { Locale } from '#base/locale.ts';
import type { StorageView } from '#bridge/common-views.ts';
import { parsePresentation } from '#loyalty/programme/presentation.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import { payTermsOfTill } from './pay-offer.ts';
import type { FindTill } from './till.ts';

export interface TerminalViewDeps {
  readonly stores: CashierStores;
  readonly findTill: FindTill;
  readonly storageView: () => Promise<StorageView>;
  readonly nowMs: () => number;
}

export async function terminalView(deps: TerminalViewDeps): Promise<TerminalView> {
  const { stores } = deps;
  const [till, storage] = await Promise.all([deps.findTill(), deps.storageView()]);
  const lost = await lostTill(stores);
  if (!till.ok || lost?.notAdmitted !== undefined) {
    return { state: 'unpaired', storage, ...(lost === undefined ? {} : { lost }) };
  }
  const { identity, merchant, programmes, certificate } = till.value;
  const clock = await stores.store.read(({ meta }) => meta.get('clock'));
  return {
    state: 'paired',
    merchantName: merchant.name,
    tillName: identity.tillName,
    tillNumber: identity.tillNumber,
    currency: merchant.currency,
    categories: merchant.categories,
    takesPoints:
      certificate.permissions.includes('pay') && payTermsOfTill(till.value, deps.nowMs()) !== undefined,
    certificateUntilMs: certificate.expiresAtS * 1_000,
    programmes: programmes.flatMap(namesOf),
    storage,
    ...(clock?.offsetMs === undefined ? {} : { clockOffsetMs: clock.offsetMs }),
  };
}

/** None for a programme that is newer than this build: the till serves its members all the same. */
function namesOf({ presentation }: CatalogueProgramme): readonly Readonly<Record<Locale, string>>[] {
  const parsed = parsePresentation(presentation);
  return parsed.ok ? [parsed.value.name] : [];
}

async function lostTill({ store }: CashierStores): Promise<LostTill | undefined> {
  return store.read(async ({ till, outbox }) => {
    const identity = await till.get('identity');
    if (identity === undefined) return undefined;
    const notAdmitted = await till.get('notAdmitted');
    return {
      tillName: identity.tillName,
      unsent: (await outbox.stats()).unsent,
      ...(notAdmitted === undefined ? {} : { notAdmitted }),
    };
  });
}
