import type { WithdrawnTexts } from '#i18n/refusal-kinds.ts';

const LATER = 'لا يمكن استعمال هذا الآن. يُرجى المحاولة لاحقًا.';
const NOT_VALID = 'هذا الرمز غير صالح هنا.';
const NEEDS_SERVER = 'يتطلب هذا اتصالًا. لم يُؤخذ منك شيء.';

const text = (headline: string, next: string, customer: string) => ({ headline, next, customer });

/** Of tills and vouchers that were good once and are no longer. */
export const withdrawnTexts: WithdrawnTexts = {
  cert_revoked: text(
    'هذا الصندوق مستبعد',
    'لا يُحتسب شيء مما يوقّعه. اطلب من المتجر إيصالًا من صندوق آخر.',
    'استبعد المشغّل هذا الصندوق.',
  ),
  voucher_withdrawn: text(
    'سُحبت القسيمة',
    'سحبها من أصدرها ولا يقبلها أي صندوق؛ اسأل المتجر عن السبب.',
    'سحبت جهة الإصدار هذا.',
  ),
  delegation_revoked: text(
    'لم يعد لهذا الصندوق أن يبيع',
    'استُبعد الصندوق الذي أضافه، أو لم تتطابق الأرقام الستة. اربط هذا الصندوق برمز.',
    LATER,
  ),
  delegation_full: text(
    'أضاف ذلك الصندوق أكثر مما يجوز',
    'اطلب من المشغّل تأكيد الصناديق الأخرى، أو اربط هذا الصندوق برمز.',
    LATER,
  ),
  issuer_revoked: text('أُلغي اعتماد جهة الإصدار', 'لا تقبله.', NOT_VALID),
  revoked: text('مسحوب', 'لا تقبله.', 'سحبت جهة الإصدار هذا.'),
  serial_unregistered: text('هذا الصندوق غير مسجَّل', 'اربط الصندوق من جديد.', NEEDS_SERVER),
};
