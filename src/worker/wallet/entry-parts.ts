import type { ProgrammeLook } from '#bridge/common-views.ts';
import type { EntryState } from '#bridge/wallet-api.ts';
import type { ReceiptDecision } from '#storage/receipt-store.ts';
import { lookOf } from './programme-words.ts';
import type { WalletWorld } from './wallet-world.ts';

/** A conflict is shown with its reason too: the goods are kept, the voucher counts once. */
export function entryState(decision: Pick<ReceiptDecision, 'status' | 'code'> | undefined): EntryState {
  if (decision === undefined) return { kind: 'saved' };
  if (decision.status === 'accepted') return { kind: 'confirmed' };
  return { kind: 'rejected', reason: { kind: decision.code ?? decision.status } };
}

export function looksAt(world: WalletWorld, merchantSlug: string): readonly ProgrammeLook[] {
  return world.joined
    .filter(({ programme }) => programme.merchants.includes(merchantSlug))
    .map(({ programme }) => lookOf(programme, world));
}
