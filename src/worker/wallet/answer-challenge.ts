import type { Locale } from '#base/locale.ts';
import { hexFromBytes } from '#base/bytes.ts';
import type { VoucherView } from '#bridge/wallet-api.ts';
import type { ChallengeAsk } from '#bridge/wallet-pay.ts';
import type { WalletWorld } from './wallet-world.ts';
import type { GenuineChallenge } from './pay-ask.ts';
import { isPresentable, voucherKeyOf, voucherViews } from './voucher-view.ts';

/** Which vouchers could be shown to the till that asks. */
export function challengeAsk(world: WalletWorld, { merchant }: GenuineChallenge): ChallengeAsk<VoucherView> {
  const merchantId = hexFromBytes(merchant.merchantId);
  const keys = new Set(
    world.holdings.vouchers.filter(({ content }) => content.merchantId === merchantId).map(voucherKeyOf),
  );
  const vouchers = voucherViews(world).filter((voucher) => keys.has(voucher.key) && isPresentable(voucher));
  return { merchantName: merchant.name, vouchers };
}

export interface ChallengeAnswer {
  readonly text: string;
  readonly voucherKey: string;
  readonly locale: Locale;
}
