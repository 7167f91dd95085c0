import type { Result } from '#base/result.ts';
import type { Locale } from '#base/locale.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { Basket, PlanApi } from '#bridge/wallet-plan.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import { type CheckedBasket, checkBasket, joinedAt, planChoices } from './plan-basket.ts';
import { readBasket } from './plan-read-basket.ts';
import { bestVouchersView } from './plan-vouchers.ts';
import { whatIfView } from './plan-what-if.ts';
import type { WalletParts } from './wallet-parts.ts';
import { type WalletWorld, readWorld } from './wallet-world.ts';

/** Questions about purchases that nobody made: they read the wallet and write nothing. */
export function createPlan({ deps, folds }: Pick<WalletParts, 'deps' | 'folds'>): PlanApi {
  async function answered<T>(
    basket: Basket,
    locale: Locale,
    view: (world: WalletWorld, checked: CheckedBasket) => T,
  ): Promise<Outcome<T>> {
    const world = await readWorld(deps, folds, locale);
    const checked: Result<CheckedBasket, { readonly kind: string }> = checkBasket(world, basket);
    return checked.ok ? { ok: true, value: view(world, checked.value) } : outcomeError(checked.error);
  }

  return {
    planChoices: async (locale) => planChoices(await readWorld(deps, folds, locale)),
    whatIf: (basket, locale) => answered(basket, locale, whatIfView),
    bestVouchers: (basket, locale) => answered(basket, locale, bestVouchersView),
    readBasket: async (text) => {
      const read = await readBasket(deps, text);
      if (!read.ok) return outcomeError(read.error);
      const world = await readWorld(deps, folds, 'en');
      const isJoined = joinedAt(world, read.value.merchantSlug).length > 0;
      return isJoined ? { ok: true, value: read.value } : refused('nothing_joined_there');
    },
  };
}
