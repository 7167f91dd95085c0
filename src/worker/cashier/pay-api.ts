import type { SaleDraft } from '#bridge/cashier-api.ts';
import type { CashierPayApi } from '#bridge/cashier-pay.ts';
import { askForProof, payOffer, requestPayment } from './ask-phone.ts';
import type { PayDeps } from './deps.ts';
import { outcome } from './outcome.ts';

/** The till's part of paying with points, and of challenges. */
export function payApi(deps: PayDeps): CashierPayApi<SaleDraft> {
  return {
    payOffer: async (sale, wantedMinor) => outcome(await payOffer(deps, sale, wantedMinor)),
    requestPayment: async (sale, wantedMinor) => outcome(await requestPayment(deps, sale, wantedMinor)),
    challenge: async () => outcome(await askForProof(deps)),
  };
}
