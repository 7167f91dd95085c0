import type { AddingTexts } from '#i18n/refusal-kinds.ts';

const customer = 'لا يمكن استعمال هذا الآن. يُرجى المحاولة لاحقًا.';

/** Of adding a till by another till: only staff see them. */
export const addingTexts: AddingTexts = {
  catalogue_missing: {
    customer,
    headline: 'لم يتصل هذا التطبيق بالشبكة قط',
    next: 'افتحه مرة حيث توجد شبكة، فهو يحتاج إلى قائمة المتاجر.',
  },
  pairing_gone: { customer, headline: 'انتهى هذا الربط', next: 'ابدأ من جديد على الصندوق الجديد.' },
  other_till_answered: {
    customer,
    headline: 'هذا جواب لصندوق آخر',
    next: 'دع الصندوق الآخر يمسح رمز هذا الصندوق أولًا.',
  },
  adding_used_up: {
    customer,
    headline: 'لا مزيد من الصناديق هذا الأسبوع',
    next: 'اربطه برمز، أو أضفه من صندوق آخر.',
  },
  delegation_revoked: {
    customer,
    headline: 'سُحب هذا الصندوق',
    next: 'اربطه برمز. ويبقى عليه ما باعه حتى ذلك الحين.',
  },
  delegation_full: {
    customer,
    headline: 'صناديق كثيرة دون تأكيد',
    next: 'اطلب من المشغّل تأكيد الصناديق المضافة.',
  },
};
