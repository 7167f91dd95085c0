import type { WithdrawnTexts } from '#i18n/refusal-kinds.ts';

const LATER = 'فعلاً قابل استفاده نیست. لطفاً بعداً دوباره امتحان کنید.';
const NOT_VALID = 'این کد در اینجا معتبر نیست.';
const NEEDS_SERVER = 'برای این کار اتصال لازم است. چیزی از شما کم نشد.';

const text = (headline: string, next: string, customer: string) => ({ headline, next, customer });

/** Of tills and vouchers that were good once and are no longer. */
export const withdrawnTexts: WithdrawnTexts = {
  cert_revoked: text(
    'این صندوق کنار گذاشته شده است',
    'هیچ امضای آن شمرده نمی‌شود. از فروشگاه رسیدی از صندوق دیگر بخواهید.',
    'گرداننده این صندوق را کنار گذاشته است.',
  ),
  voucher_withdrawn: text(
    'پس گرفته شد',
    'صادرکننده این بن را پس گرفته است. هیچ صندوقی آن را نمی‌پذیرد؛ علت را از فروشگاه بپرسید.',
    'صادرکننده این را پس گرفته است.',
  ),
  delegation_revoked: text(
    'این صندوق دیگر اجازهٔ فروش ندارد',
    'صندوقی که آن را افزوده بود کنار گذاشته شد، یا شش رقم یکی نبود. این صندوق را با کد متصل کنید.',
    LATER,
  ),
  delegation_full: text(
    'آن صندوق بیش از اندازه افزوده است',
    'از گرداننده بخواهید دیگر صندوق‌ها را تأیید کند، یا این یکی را با کد متصل کنید.',
    LATER,
  ),
  issuer_revoked: text('اعتبار صادرکننده لغو شده است', 'آن را نپذیرید.', NOT_VALID),
  revoked: text('باطل شده است', 'آن را نپذیرید.', 'صادرکننده این را باطل کرده است.'),
  serial_unregistered: text('این صندوق ثبت نشده است', 'صندوق را دوباره متصل کنید.', NEEDS_SERVER),
};
