import {
  BUSY_KINDS,
  CLOCK_KINDS,
  DAMAGED_KINDS,
  FORGED_KINDS,
  MISUNDERSTOOD_KINDS,
  sameText,
} from '#i18n/refusal-kinds.ts';
import type { RefusalText, RefusalWords } from '#i18n/refusal-kinds.ts';
import { spendingTexts } from './en-spending.ts';
import { safetyTexts } from './safety/en.ts';
import { withdrawnTexts } from './withdrawn/en.ts';

// The customer hears one of a few phrases; the details are for whoever can act on them.
const UNREADABLE = 'This code could not be read. Please show it again.';
const NOT_VALID = 'This code is not valid here.';
const USED = 'This was already used.';
const LATER = 'This cannot be used right now. Please try again later.';
const NEEDS_SERVER = 'This needs a connection. Nothing was taken from you.';

const text = (headline: string, next: string, customer: string): RefusalText => ({
  headline,
  next,
  customer,
});

export const refusalsEn: RefusalWords = {
  texts: {
    ...sameText(DAMAGED_KINDS, text('Damaged code', 'Ask for a fresh code and scan it again.', UNREADABLE)),
    ...sameText(FORGED_KINDS, text('Not genuine', 'Do not accept it. Nothing was recorded.', NOT_VALID)),
    ...sameText(
      MISUNDERSTOOD_KINDS,
      text('App and server do not agree', 'Update this app. What is saved here stays saved.', LATER),
    ),
    ...sameText(BUSY_KINDS, text('The server is busy', 'It is sent again by itself.', LATER)),
    ...sameText(
      CLOCK_KINDS,
      text('The clock is wrong', 'Set date and time to automatic. It is then sent again by itself.', LATER),
    ),
    qr_unknown: text('Not a Tessera code', 'Scan a code shown by a wallet or a till.', NOT_VALID),
    wrong_type: text('The wrong kind of code', 'Ask for the code this step needs.', NOT_VALID),
    unknown_issuer: text(
      'Unknown issuer',
      'Connect once to get the latest list of merchants, then scan again.',
      NOT_VALID,
    ),
    trust_stale: text('Merchant list too old', 'Connect once to renew it.', NEEDS_SERVER),
    cert_expired: text('Device pass has lapsed', 'The customer’s phone must connect once.', NEEDS_SERVER),
    cert_not_yet: text('Device pass is not valid yet', 'Check the clocks of both devices.', LATER),
    cert_perm: text('This till may not do that', 'Use another till or ask the shop owner.', LATER),
    clock_behind: text(
      'This device’s clock is behind',
      'Set date and time to automatic, then try again.',
      LATER,
    ),
    not_yet_valid: text('Not valid yet', 'Look at the start date on the voucher.', LATER),
    expired: text('Expired', 'It can no longer be used.', 'This has expired.'),
    stale: text('The code is too old', 'Ask the customer to open it again. It renews by itself.', UNREADABLE),
    from_future: text('The clocks do not agree', 'Check date and time on both devices.', LATER),
    challenge_mismatch: text(
      'Answer to another request',
      'Start this sale again and show the new request.',
      UNREADABLE,
    ),
    challenge_expired: text('The request has lapsed', 'Show a new request.', UNREADABLE),
    wrong_merchant: text(
      'For another merchant',
      'It cannot be used here.',
      'This belongs to another merchant.',
    ),
    wrong_terminal: text('For another till', 'Send the customer to the till it was made for.', NOT_VALID),
    status_stale: text('Withdrawal list too old', 'Connect once to renew it.', NEEDS_SERVER),
    replayed: text('Already scanned', 'Ask the customer for a fresh code.', USED),
    counter_regressed: text('An older code', 'Ask the customer to open it again.', UNREADABLE),
    allowance_regressed: text(
      'The phone’s record went back',
      'Do not accept points from this phone until it has connected.',
      NEEDS_SERVER,
    ),
    already_used_here: text(
      'Already used here',
      'It was used at this till. Nothing was recorded again.',
      USED,
    ),
    min_spend: text(
      'Minimum not reached',
      'Add to the purchase, or keep the voucher for later.',
      'The purchase is below the voucher’s minimum.',
    ),
    limit_tx: text('Above the limit for one sale', 'Connect, or use less.', NEEDS_SERVER),
    limit_voucher: text(
      'Beyond what this till may take',
      'Ask the phone for a fresh code, or connect first.',
      NEEDS_SERVER,
    ),
    ...spendingTexts(text),
    limit_wallet: text(
      'This phone’s offline limit is reached',
      'The customer’s phone must connect first.',
      NEEDS_SERVER,
    ),
    limit_terminal: text(
      'This till’s offline limit is reached',
      'Connect this till, then go on.',
      NEEDS_SERVER,
    ),
    offline_too_long: text('Offline for too long', 'Connect this device once.', NEEDS_SERVER),
    online_required: text('Needs a connection', 'This voucher can only be used online.', NEEDS_SERVER),
    wrong_member: text(
      'For another member',
      'This receipt was made for somebody else.',
      'This receipt belongs to another member.',
    ),
    not_my_presentation: text(
      'Not for this phone',
      'This answers a voucher shown by another phone.',
      'This belongs to another phone.',
    ),
    unknown_merchant: text(
      'Merchant not known yet',
      'It is kept and checked when this phone is online.',
      'Kept. It is checked at the next connection.',
    ),
    code_not_for_wallet: text(
      'A code for the till',
      'Scan the code that the till shows.',
      'This code is meant for the till.',
    ),
    code_not_for_till: text(
      'A code for the wallet',
      'Scan the customer’s pass or voucher.',
      'This code is meant for a wallet.',
    ),
    voucher_not_ready: text('Voucher not ready yet', 'It arrives with the next connection.', LATER),
    voucher_spent: text('Voucher already used', 'It cannot be shown again.', USED),
    voucher_expired: text('Voucher expired', 'It can no longer be used.', 'This voucher has expired.'),
    programme_unknown: text(
      'Programme not found',
      'Connect once to load the current programmes.',
      NEEDS_SERVER,
    ),
    already_joined: text(
      'Already a member',
      'You have this programme in your wallet.',
      'You are already a member.',
    ),
    nothing_joined_there: text(
      'You have no programme there',
      'Join a programme of this merchant first. Then you can try out a purchase.',
      LATER,
    ),
    amount_missing: text('No amount yet', 'Enter the amount of the purchase first.', LATER),
    category_unknown: text(
      'A category this shop does not have',
      'Choose one of the categories on the screen.',
      LATER,
    ),
    too_many_lines: text('Too many lines for one receipt', 'Record the rest as a second sale.', LATER),
    sale_unknown: text(
      'The server does not count this sale',
      'So there is nothing to take back. Look at the sale in Records.',
      LATER,
    ),
    nothing_left: text(
      'Taken back already',
      'Nothing more of this record can be taken back in this way.',
      LATER,
    ),
    more_than_left: text('More than is left', 'Enter at most what is left of each line.', LATER),
    sale_not_held: text(
      'Its purchase is not in this wallet',
      'If it is yours, it is settled by itself at the next connection.',
      LATER,
    ),
    shift_open: text('A shift is open already', 'Close it before you open the next one.', LATER),
    shift_not_open: text('No shift is open', 'It was closed in another window, perhaps.', LATER),
    shift_unknown: text(
      'This shift is not on this till',
      'Look it up on the till where it was closed.',
      LATER,
    ),
    nothing_unsent: text('Everything was sent', 'There is nothing to save.', LATER),
    transfer_code_wrong: text(
      'The code does not open this file',
      'Check each letter of the code, and that it belongs to this file.',
      LATER,
    ),
    transfer_unreadable: text(
      'Not a file of unsent records',
      'Choose the file that the other till saved, or save it there again.',
      LATER,
    ),
    transfer_foreign: text(
      'Records of another merchant',
      'Only a till of the same merchant can bring them.',
      LATER,
    ),
    transfer_own: text(
      'These are this till’s own records',
      'They are sent from here by themselves. Nothing to do.',
      LATER,
    ),
    record_unknown: text('This record is not on this till', 'Look it up on the till that made it.', LATER),
    reading_gone: text('That scan is no longer open', 'Scan the code again.', UNREADABLE),
    voucher_unknown: text('Voucher not known', 'Do not accept it.', NOT_VALID),
    voucher_used_before: text(
      'Used somewhere else before',
      'The server counted the earlier use. This one is settled by the shop.',
      USED,
    ),
    already_known: text('Already counted', 'Nothing to do. It was not counted twice.', USED),
    not_joined: text('Not a member yet', 'Join the programme first.', LATER),
    reward_unknown: text(
      'This reward is not offered',
      'Look at the programme again: its terms have changed.',
      LATER,
    ),
    reward_unaffordable: text('Not enough points for it', 'Nothing was taken. Collect a little more.', LATER),
    reward_out_of_stock: text('All gone', 'None was left. Nothing was taken from you.', LATER),
    reward_not_open: text('Not open yet', 'Come back when it opens.', LATER),
    reward_limit: text('Claimed as often as allowed', 'It can be claimed again in the next period.', LATER),
    reward_not_for_you: text('Not for you right now', 'Its terms do not hold for you at the moment.', LATER),
    reward_paid_at_shop: text('This one costs money', 'Buy it at the shop.', LATER),
    activity_unknown: text('This cannot be reported', 'The programme hears of it from a shop only.', LATER),
    activity_cap: text('Nothing more counts for now', 'It counts again in the next period.', LATER),
    attribute_limit: text('Already given this year', 'It can be changed again from 1 January.', LATER),
    quantity_invalid: text('Not a number that counts', 'Enter a number above zero.', LATER),
    programme_unusable: text('Programme cannot be used', 'Update this app, then join again.', LATER),
    device_revoked: text('This device was revoked', 'Ask the operator, or use another device.', NOT_VALID),
    device_unknown: text(
      'The server does not know this device',
      'Connect once to register it again.',
      NEEDS_SERVER,
    ),
    unknown_key: text(
      'The server does not know this device',
      'Connect once to register it again.',
      NEEDS_SERVER,
    ),
    record_quarantined: text('Set aside for checking', 'The operator looks at it. Nothing is lost.', LATER),
    storage_full: text(
      'Storage is full',
      'Free some space on this device, then try again. Nothing was lost.',
      LATER,
    ),
    storage_failed: text('This device could not save', 'Close other tabs of this app and try again.', LATER),
    key_not_stored: text(
      'This browser cannot keep a key',
      'You can collect; spending works only online on this device.',
      LATER,
    ),
    ...safetyTexts,
    ...withdrawnTexts,
    camera_denied: text(
      'Camera not allowed',
      'Allow the camera in the browser’s settings for this site, or use an image.',
      LATER,
    ),
    camera_absent: text('No camera found', 'Use an image of the code, or paste its text.', LATER),
    camera_busy: text('The camera is in use', 'Close other apps that use the camera, then try again.', LATER),
    camera_lost: text('The camera stopped', 'Start it again.', LATER),
    insecure_context: text('Camera needs a secure address', 'Open this app through https.', LATER),
    decoder_absent: text('The scanner could not load', 'Connect once, then open the scanner again.', LATER),
    no_code_in_image: text(
      'No code in this picture',
      'Choose a sharper picture, with the whole code in it.',
      UNREADABLE,
    ),
    image_without_code: text(
      'No code in this picture',
      'Choose a sharper picture, with the whole code in it.',
      UNREADABLE,
    ),
    image_unreadable: text('Not a picture', 'Choose a photo or a screenshot.', UNREADABLE),
    paste_empty: text('Nothing to read', 'Paste the text of a code first.', LATER),
    paste_too_long: text('Too much text', 'Paste only the text of one code.', LATER),
    server_unreachable: text('Server not reachable', 'It is saved and sent later by itself.', NEEDS_SERVER),
    not_enrolled: text('This device is not registered', 'Connect once to register it.', NEEDS_SERVER),
    pairing_code_unknown: text('Unknown pairing code', 'Check the code, or ask for a new one.', LATER),
    pairing_code_used: text('Pairing code already used', 'Ask for a new one.', LATER),
    pairing_code_expired: text('Pairing code has lapsed', 'Ask for a new one.', LATER),
    key_in_use: text(
      'This device already has a till',
      'Use another browser, or clear this site’s data first.',
      LATER,
    ),
    id_reused: text('Record number used twice', 'It was not counted. Report this to the operator.', LATER),
    already_claimed: text(
      'Somebody else was first',
      'This receipt was already claimed by another wallet.',
      'This receipt was already claimed.',
    ),
    server_key_changed: text('The server’s key has changed', 'Ask its operator, then set up again.', LATER),
    server_key_new: text('New server key', 'Taken a week after it was announced.', LATER),
    too_many_requests: text('Too many tries', 'Wait a minute. It goes on by itself.', LATER),
    internal: text('Something went wrong', 'Try again. If it stays, report the code below.', LATER),
  },
  unknown: (kind) => text('Refused', `Report this code: ${kind}`, LATER),
};
