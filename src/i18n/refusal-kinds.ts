// Every refusal a screen can be asked to explain. A kind without words in all five languages fails the build.

/** What is not a message of ours at all, or was damaged on its way (src/protocol/README.md, "Order of refusals", 2 to 7). */
export const DAMAGED_KINDS = [
  'b45_char',
  'b45_len',
  'b45_range',
  'too_large',
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
  'cose_shape',
  'cose_dup_header',
  'cose_crit',
  'alg_unsupported',
  'sig_length',
  'claims_shape',
] as const;

/** What somebody made or changed without the right to (steps 8 and 9). */
export const FORGED_KINDS = [
  'bad_signature',
  'cert_bad_signature',
  'cert_delegation',
  'voucher_bad_signature',
] as const;

/** App and server do not understand each other: only a bug or a very old app gets here. */
export const MISUNDERSTOOD_KINDS = [
  'malformed',
  'not_found',
  'wrong_role',
  'length_required',
  'body_too_large',
  'unsupported_type',
  'unsupported_encoding',
  'digest_mismatch',
  'signature_missing',
  'signature_profile',
  'garbled',
  'parts_disagree',
  'record_mismatch',
  'changes_out_of_order',
  'changes_beyond_cursor',
  'cursor_went_back',
  'no_progress',
  'facts_unsupported',
  'attribute_unknown',
  'currency_exponent',
] as const;

/** Too much at once, on the server's side: sent again by itself. */
export const BUSY_KINDS = ['server_busy', 'rate_limited', 'overloaded', 'body_too_slow'] as const;

/** This device's clock and the server's are too far apart. */
export const CLOCK_KINDS = ['clock_off', 'clock_skew'] as const;

const PROTOCOL_KINDS = [
  'qr_unknown',
  'wrong_type',
  'unknown_issuer',
  'issuer_revoked',
  'trust_stale',
  'cert_expired',
  'cert_not_yet',
  'cert_perm',
  'clock_behind',
  'not_yet_valid',
  'expired',
  'stale',
  'from_future',
  'challenge_mismatch',
  'challenge_expired',
  'wrong_merchant',
  'wrong_terminal',
  'revoked',
  'status_stale',
  'replayed',
  'counter_regressed',
  'allowance_regressed',
  'already_used_here',
  'min_spend',
  'limit_tx',
  'limit_voucher',
  'limit_wallet',
  'limit_terminal',
  'offline_too_long',
  'online_required',
] as const;

const APP_KINDS = [
  'wrong_member',
  'not_my_presentation',
  'unknown_merchant',
  'code_not_for_wallet',
  'code_not_for_till',
  'voucher_not_ready',
  'voucher_spent',
  'voucher_expired',
  'programme_unknown',
  'already_joined',
  'nothing_joined_there',
  'amount_missing',
  'category_unknown',
  'too_many_lines',
  'record_unknown',
  'sale_unknown',
  'nothing_left',
  'more_than_left',
  'sale_not_held',
  'shift_open',
  'shift_not_open',
  'shift_unknown',
  'nothing_unsent',
  'transfer_code_wrong',
  'transfer_unreadable',
  'transfer_foreign',
  'transfer_own',
  'reading_gone',
  'voucher_unknown',
  'voucher_used_before',
  'already_known',
  'programme_unusable',
  'not_joined',
  'reward_unknown',
  'reward_unaffordable',
  'reward_out_of_stock',
  'reward_not_open',
  'reward_limit',
  'reward_not_for_you',
  'reward_paid_at_shop',
  'activity_unknown',
  'activity_cap',
  'attribute_limit',
  'quantity_invalid',
  'limit_sales',
  'points_not_taken',
  'points_too_few',
  'points_missing',
  'locked',
  'pin_wrong',
  'pin_wait',
] as const;

const DEVICE_KINDS = [
  'storage_full',
  'storage_failed',
  'key_not_stored',
  'camera_denied',
  'camera_absent',
  'camera_busy',
  'camera_lost',
  'insecure_context',
  'decoder_absent',
  'no_code_in_image',
  'image_without_code',
  'image_unreadable',
  'paste_empty',
  'paste_too_long',
] as const;

/** What only wallets tell: keeping and bringing back what is in one, what it holds that was taken back, what came too late. */
export const WALLET_KINDS = [
  'told_late',
  'recovery_code_incomplete',
  'recovery_code_mistyped',
  'recovery_unknown',
  'wallet_in_use',
  'member_erased',
  'backup_unreadable',
  'backup_newer',
  'backup_wrong_secret',
  'backup_damaged',
  'backup_no_secret',
  'backup_weak_passphrase',
  'backup_before_recovery',
  'backup_other_member',
  'cert_revoked',
  'voucher_withdrawn',
] as const;

const SERVER_KINDS = [
  'server_unreachable',
  'not_enrolled',
  'pairing_code_unknown',
  'pairing_code_used',
  'pairing_code_expired',
  'key_in_use',
  'id_reused',
  'already_claimed',
  'server_key_changed',
  'server_key_new',
  'device_revoked',
  'device_unknown',
  'unknown_key',
  'serial_unregistered',
  'record_quarantined',
  'too_many_requests',
  'upgrade_required',
  'server_outdated',
  'internal',
  'no_answer',
] as const;

/** Pure, so that an app that only asks for words does not carry the list. */
export const REFUSAL_KINDS = /* @__PURE__ */ joined(
  DAMAGED_KINDS,
  FORGED_KINDS,
  MISUNDERSTOOD_KINDS,
  BUSY_KINDS,
  CLOCK_KINDS,
  PROTOCOL_KINDS,
  APP_KINDS,
  DEVICE_KINDS,
  WALLET_KINDS,
  SERVER_KINDS,
);

export type RefusalKind = (typeof REFUSAL_KINDS)[number];

export interface RefusalText {
  /** At arm's length, for whoever holds the device. */
  readonly headline: string;
  /** What to do about it. */
  readonly next: string;
  /** What the customer is told; never technical. */
  readonly customer: string;
}

export type WalletKind = (typeof WALLET_KINDS)[number];

/** Texts of `WALLET_KINDS`, in a file of their own. */
export type WalletTexts = Readonly<Record<WalletKind, RefusalText>>;

/** The words of one language; the compiler names the kind that is missing. */
export interface RefusalWords {
  readonly texts: Readonly<Record<Exclude<RefusalKind, WalletKind>, RefusalText>> & Partial<WalletTexts>;
  /** For a kind newer than this build: names the code so that it can be reported. */
  readonly unknown: (kind: string) => RefusalText;
}

/** Words for any kind, also one this build does not know. */
export function refusalText(words: RefusalWords, kind: string): RefusalText {
  // Asked of the words themselves: the list of kinds is no part of an app's first load.
  const texts: Readonly<Record<string, RefusalText>> = words.texts;
  return Object.hasOwn(texts, kind) ? texts[kind]! : words.unknown(kind);
}

export function isRefusalKind(kind: string): kind is RefusalKind {
  return REFUSAL_KINDS.some((known) => known === kind);
}

/** One text for a whole family of kinds. */
export function sameText<K extends string>(kinds: readonly K[], text: RefusalText): Record<K, RefusalText> {
  return Object.fromEntries(kinds.map((kind) => [kind, text])) as Record<K, RefusalText>;
}

function joined<K extends string>(...lists: readonly (readonly K[])[]): readonly K[] {
  return lists.flat();
}
