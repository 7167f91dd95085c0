// What a cashier does about each refusal: one table for the whole till. A kind without a step does not compile.
import {
  BUSY_KINDS,
  CLOCK_KINDS,
  DAMAGED_KINDS,
  FORGED_KINDS,
  MISUNDERSTOOD_KINDS,
  type RefusalKind,
  type WalletKind,
} from '#i18n/refusal-kinds.ts';
import type { words } from '#i18n/topics/next-steps/en.ts';

export type NextStep = keyof (typeof words)['steps'];

/** A step that the till itself can begin. */
export type NextAction = keyof (typeof words)['actions'];

const ACTIONS: Readonly<Partial<Record<NextStep, NextAction>>> = {
  connect: 'connect',
  records: 'records',
  pair: 'till',
  clock: 'till',
  space: 'till',
};

type TillKind = Exclude<RefusalKind, WalletKind>;

export function nextStepOf(kind: string): NextStep {
  // A kind newer than this build: the newer build knows.
  return Object.hasOwn(NEXT_STEPS, kind) ? NEXT_STEPS[kind as TillKind] : 'update';
}

export function actionOf(step: NextStep): NextAction | undefined {
  return ACTIONS[step];
}

/** Of a wallet's own screens there is none: no till ever meets them. */
export const NEXT_STEPS: Readonly<Record<TillKind, NextStep>> = {
  ...sameStep(DAMAGED_KINDS, 'fresh_code'),
  ...sameStep(FORGED_KINDS, 'do_not_accept'),
  ...sameStep(MISUNDERSTOOD_KINDS, 'update'),
  ...sameStep(BUSY_KINDS, 'wait'),
  ...sameStep(CLOCK_KINDS, 'clock'),
  qr_unknown: 'other_code',
  wrong_type: 'other_code',
  unknown_issuer: 'connect',
  issuer_revoked: 'do_not_accept',
  trust_stale: 'connect',
  cert_expired: 'customer_connects',
  cert_not_yet: 'clock',
  cert_perm: 'owner',
  clock_behind: 'clock',
  not_yet_valid: 'sell_without',
  expired: 'sell_without',
  stale: 'fresh_code',
  from_future: 'clock',
  challenge_mismatch: 'fresh_code',
  challenge_expired: 'fresh_code',
  wrong_merchant: 'sell_without',
  wrong_terminal: 'sell_without',
  revoked: 'do_not_accept',
  status_stale: 'connect',
  replayed: 'fresh_code',
  counter_regressed: 'do_not_accept',
  allowance_regressed: 'do_not_accept',
  already_used_here: 'sell_without',
  min_spend: 'enter_amount',
  limit_tx: 'enter_amount',
  limit_voucher: 'sell_without',
  limit_wallet: 'sell_without',
  limit_terminal: 'connect',
  offline_too_long: 'connect',
  online_required: 'connect',
  wrong_member: 'other_code',
  not_my_presentation: 'other_code',
  unknown_merchant: 'connect',
  code_not_for_wallet: 'other_code',
  code_not_for_till: 'other_code',
  voucher_not_ready: 'customer_connects',
  voucher_spent: 'sell_without',
  voucher_expired: 'sell_without',
  programme_unknown: 'connect',
  already_joined: 'wait',
  limit_sales: 'enter_amount',
  points_not_taken: 'sell_without',
  points_too_few: 'sell_without',
  points_missing: 'sell_without',
  // Said by wallets only, of their own lock.
  locked: 'type_again',
  pin_wrong: 'type_again',
  pin_wait: 'wait',
  nothing_joined_there: 'wait',
  not_joined: 'wait',
  reward_unknown: 'wait',
  reward_unaffordable: 'wait',
  reward_out_of_stock: 'wait',
  reward_not_open: 'wait',
  reward_limit: 'wait',
  reward_not_for_you: 'wait',
  reward_paid_at_shop: 'wait',
  activity_unknown: 'wait',
  activity_cap: 'wait',
  attribute_limit: 'wait',
  quantity_invalid: 'wait',
  amount_missing: 'enter_amount',
  category_unknown: 'enter_amount',
  too_many_lines: 'enter_amount',
  record_unknown: 'records',
  sale_unknown: 'records',
  nothing_left: 'records',
  more_than_left: 'enter_amount',
  sale_not_held: 'customer_connects',
  shift_open: 'reload',
  shift_not_open: 'reload',
  shift_unknown: 'owner',
  nothing_unsent: 'wait',
  transfer_code_wrong: 'type_again',
  transfer_unreadable: 'type_again',
  transfer_foreign: 'owner',
  transfer_own: 'wait',
  reading_gone: 'fresh_code',
  voucher_unknown: 'do_not_accept',
  voucher_used_before: 'records',
  already_known: 'wait',
  programme_unusable: 'update',
  storage_full: 'space',
  storage_failed: 'reload',
  key_not_stored: 'connect',
  camera_denied: 'camera',
  camera_absent: 'camera',
  camera_busy: 'camera',
  camera_lost: 'camera',
  insecure_context: 'owner',
  decoder_absent: 'camera',
  no_code_in_image: 'fresh_code',
  image_without_code: 'fresh_code',
  image_unreadable: 'fresh_code',
  paste_empty: 'type_again',
  paste_too_long: 'type_again',
  server_unreachable: 'connect',
  not_enrolled: 'pair',
  pairing_code_unknown: 'type_again',
  pairing_code_used: 'owner',
  pairing_code_expired: 'owner',
  key_in_use: 'owner',
  id_reused: 'owner',
  already_claimed: 'records',
  server_key_changed: 'owner',
  server_key_new: 'wait',
  device_revoked: 'owner',
  device_unknown: 'pair',
  unknown_key: 'pair',
  serial_unregistered: 'owner',
  record_quarantined: 'owner',
  too_many_requests: 'wait',
  upgrade_required: 'update',
  server_outdated: 'wait',
  internal: 'owner',
  no_answer: 'records',
};

function sameStep<K extends string>(kinds: readonly K[], step: NextStep): Record<K, NextStep> {
  return Object.fromEntries(kinds.map((kind) => [kind, step])) as Record<K, NextStep>;
}
