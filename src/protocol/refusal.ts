// Every refusal of a signed message, by name, and which of two wins.
import { type Err, err } from '#base/result.ts';

/**
 * Order of precedence (README.md, "Order of refusals"): a message with several faults is refused for the first one in
 * this table. Nothing is read from or written to a verifier's state before step 9 has held.
 */
export const REFUSAL_ORDER = [
  { step: 1, kinds: ['qr_unknown'] },
  { step: 2, kinds: ['b45_char', 'b45_len', 'b45_range'] },
  { step: 3, kinds: ['too_large'] },
  {
    step: 4,
    kinds: [
      'cbor_truncated',
      'cbor_trailing',
      'cbor_not_shortest',
      'cbor_indefinite_or_reserved',
      'cbor_tag',
      'cbor_simple_or_float',
      'cbor_int_range',
      'cbor_utf8',
      'cbor_key_type',
      'cbor_key_order',
      'cbor_dup_key',
      'cbor_too_deep',
      'cbor_too_many_items',
    ],
  },
  { step: 5, kinds: ['cose_shape', 'cose_dup_header', 'cose_crit'] },
  { step: 6, kinds: ['alg_unsupported', 'sig_length'] },
  { step: 7, kinds: ['wrong_type', 'claims_shape'] },
  {
    step: 8,
    kinds: [
      'unknown_issuer',
      'issuer_revoked',
      'trust_stale',
      'cert_expired',
      'cert_not_yet',
      'cert_perm',
      'cert_bad_signature',
      'voucher_bad_signature',
    ],
  },
  { step: 9, kinds: ['bad_signature'] },
  { step: 10, kinds: ['clock_behind'] },
  { step: 11, kinds: ['not_yet_valid', 'expired'] },
  { step: 12, kinds: ['stale', 'from_future', 'challenge_mismatch', 'challenge_expired'] },
  { step: 13, kinds: ['wrong_merchant', 'wrong_terminal'] },
  { step: 14, kinds: ['revoked', 'status_stale'] },
  { step: 15, kinds: ['replayed', 'counter_regressed', 'allowance_regressed', 'already_used_here'] },
  {
    step: 16,
    kinds: [
      'min_spend',
      'limit_tx',
      'limit_voucher',
      'limit_wallet',
      'limit_terminal',
      'offline_too_long',
      'online_required',
    ],
  },
] as const;

/** Of step 8 too, after `cert_perm`: only of a terminal's certificate, and no terminal judges another's. */
export const DELEGATION_REFUSALS = ['cert_delegation'] as const;

/**
 * Refusals that only a wallet gives on a receipt, and only a server on a pushed record; after steps 1 to 9. A server says
 * `serial_unregistered` of the tills that are `cert_revoked` for a wallet.
 */
export const WALLET_REFUSALS = ['cert_revoked', 'wrong_member', 'not_my_presentation'] as const;
export const SERVER_REFUSALS = ['serial_unregistered', 'parts_disagree'] as const;

export type RefusalKind =
  | (typeof REFUSAL_ORDER)[number]['kinds'][number]
  | (typeof DELEGATION_REFUSALS)[number]
  | (typeof WALLET_REFUSALS)[number]
  | (typeof SERVER_REFUSALS)[number];

export interface ProtocolRefusal {
  readonly kind: RefusalKind;
  /** Which part of the message is at fault, for the cashier's detail view and the log; never translated. */
  readonly at?: string;
}

export function refuse(kind: RefusalKind, at?: string): Err<ProtocolRefusal> {
  return err(at === undefined ? { kind } : { kind, at });
}
