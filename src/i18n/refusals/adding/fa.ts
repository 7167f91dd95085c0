import type { AddingTexts } from '#i18n/refusal-kinds.ts';

const customer = 'فعلاً قابل استفاده نیست. لطفاً بعداً دوباره امتحان کنید.';

/** Of adding a till by another till: only staff see them. */
export const addingTexts: AddingTexts = {
  catalogue_missing: {
    customer,
    headline: 'این برنامه هرگز به شبکه وصل نشده است',
    next: 'یک بار جایی که شبکه هست بازش کنید. فهرست فروشگاه‌ها لازم است.',
  },
  pairing_gone: { customer, headline: 'این اتصال پایان یافته است', next: 'در صندوق تازه از نو آغاز کنید.' },
  other_till_answered: {
    customer,
    headline: 'این پاسخ صندوق دیگری است',
    next: 'نخست بگذارید صندوق دیگر کد همین صندوق را اسکن کند.',
  },
  adding_used_up: {
    customer,
    headline: 'این هفته صندوق دیگری نمی‌توان افزود',
    next: 'با کد متصل کنید، یا با صندوق دیگری بیفزایید.',
  },
  delegation_revoked: {
    customer,
    headline: 'این صندوق پس گرفته شده است',
    next: 'با کد متصلش کنید. آنچه فروخته تا آن زمان روی آن می‌ماند.',
  },
  delegation_full: {
    customer,
    headline: 'صندوق‌های تأییدنشده زیاد است',
    next: 'از متصدی بخواهید صندوق‌های افزوده‌شده را تأیید کند.',
  },
};
