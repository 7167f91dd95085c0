import { DAMAGED_KINDS, FORGED_KINDS, sameText } from '#i18n/refusal-kinds.ts';
import type { RefusalText, RefusalWords } from '#i18n/refusal-kinds.ts';

const UNREADABLE = 'تعذّرت قراءة هذا الرمز. يُرجى عرضه مرة أخرى.';
const NOT_VALID = 'هذا الرمز غير صالح هنا.';
const USED = 'سبق استعمال هذا.';
const LATER = 'لا يمكن استعمال هذا الآن. يُرجى المحاولة لاحقًا.';
const NEEDS_SERVER = 'يتطلب هذا اتصالًا. لم يُؤخذ منك شيء.';

const text = (headline: string, next: string, customer: string): RefusalText => ({
  headline,
  next,
  customer,
});

export const refusalsAr: RefusalWords = {
  texts: {
    ...sameText(DAMAGED_KINDS, text('رمز تالف', 'اطلب رمزًا جديدًا وامسحه مرة أخرى.', UNREADABLE)),
    ...sameText(FORGED_KINDS, text('غير أصلي', 'لا تقبله. لم يُسجَّل شيء.', NOT_VALID)),
    qr_unknown: text('ليس رمز تسيرا', 'امسح رمزًا تعرضه محفظة أو صندوق.', NOT_VALID),
    wrong_type: text('نوع الرمز غير مناسب', 'اطلب الرمز الذي تحتاجه هذه الخطوة.', NOT_VALID),
    unknown_issuer: text(
      'جهة إصدار غير معروفة',
      'اتصل مرة واحدة لتحديث قائمة المتاجر ثم امسح من جديد.',
      NOT_VALID,
    ),
    issuer_revoked: text('أُلغي اعتماد جهة الإصدار', 'لا تقبله.', NOT_VALID),
    trust_stale: text('قائمة المتاجر قديمة', 'اتصل مرة واحدة لتجديدها.', NEEDS_SERVER),
    cert_expired: text('انتهت صلاحية تصريح الجهاز', 'يجب أن يتصل هاتف العميل مرة واحدة.', NEEDS_SERVER),
    cert_not_yet: text('تصريح الجهاز غير صالح بعد', 'تحقق من ساعتي الجهازين.', LATER),
    cert_perm: text('لا يُسمح لهذا الصندوق بذلك', 'استعمل صندوقًا آخر أو اسأل صاحب المتجر.', LATER),
    clock_behind: text('ساعة هذا الجهاز متأخرة', 'اضبط التاريخ والوقت على التلقائي ثم أعد المحاولة.', LATER),
    not_yet_valid: text('غير صالح بعد', 'انظر تاريخ البدء على القسيمة.', LATER),
    expired: text('منتهي الصلاحية', 'لم يعد بالإمكان استعماله.', 'انتهت صلاحية هذا.'),
    stale: text('الرمز قديم', 'اطلب من العميل فتحه مرة أخرى، فهو يتجدد تلقائيًا.', UNREADABLE),
    from_future: text('ساعتا الجهازين غير متفقتين', 'تحقق من التاريخ والوقت على الجهازين.', LATER),
    challenge_mismatch: text('جواب على طلب آخر', 'ابدأ هذا البيع من جديد واعرض الطلب الجديد.', UNREADABLE),
    challenge_expired: text('انتهت مهلة الطلب', 'اعرض طلبًا جديدًا.', UNREADABLE),
    wrong_merchant: text('لمتجر آخر', 'لا يمكن استعماله هنا.', 'هذا يخص متجرًا آخر.'),
    wrong_terminal: text('لصندوق آخر', 'أرسل العميل إلى الصندوق المقصود.', NOT_VALID),
    revoked: text('مسحوب', 'لا تقبله.', 'سحبت جهة الإصدار هذا.'),
    status_stale: text('قائمة المسحوبات قديمة', 'اتصل مرة واحدة لتجديدها.', NEEDS_SERVER),
    replayed: text('سبق مسحه', 'اطلب من العميل رمزًا جديدًا.', USED),
    counter_regressed: text('رمز أقدم', 'اطلب من العميل فتحه مرة أخرى.', UNREADABLE),
    allowance_regressed: text(
      'رجع سجل الهاتف إلى الوراء',
      'لا تقبل نقاطًا من هذا الهاتف حتى يتصل.',
      NEEDS_SERVER,
    ),
    already_used_here: text('سبق استعماله هنا', 'استُعمل على هذا الصندوق. لم يُسجَّل شيء مرة أخرى.', USED),
    min_spend: text(
      'لم يبلغ الحد الأدنى',
      'زد المشتريات أو احتفظ بالقسيمة لوقت لاحق.',
      'الشراء أقل من الحد الأدنى للقسيمة.',
    ),
    limit_tx: text('فوق حد البيع الواحد', 'اتصل أو استعمل مقدارًا أقل.', NEEDS_SERVER),
    limit_voucher: text('استُنفدت مرات القسيمة', 'لا يمكن استعمالها مرة أخرى.', USED),
    limit_wallet: text('بلغ هذا الهاتف حده دون اتصال', 'يجب أن يتصل هاتف العميل أولًا.', NEEDS_SERVER),
    limit_terminal: text('بلغ هذا الصندوق حده دون اتصال', 'صِل هذا الصندوق ثم تابع.', NEEDS_SERVER),
    offline_too_long: text('مدة طويلة دون اتصال', 'صِل هذا الجهاز مرة واحدة.', NEEDS_SERVER),
    online_required: text('يتطلب اتصالًا', 'لا تُستعمل هذه القسيمة إلا مع اتصال.', NEEDS_SERVER),
    wrong_member: text('لعضو آخر', 'صدر هذا الإيصال لشخص آخر.', 'هذا الإيصال يخص عضوًا آخر.'),
    not_my_presentation: text('ليس لهذا الهاتف', 'هذا جواب على قسيمة عرضها هاتف آخر.', 'هذا يخص هاتفًا آخر.'),
    unknown_merchant: text(
      'المتجر غير معروف بعد',
      'يُحفظ ويُتحقق منه عند الاتصال.',
      'حُفظ، ويُتحقق منه عند الاتصال التالي.',
    ),
    code_not_for_wallet: text('رمز للصندوق', 'امسح الرمز الذي يعرضه الصندوق.', 'هذا الرمز مخصص للصندوق.'),
    code_not_for_till: text('رمز للمحفظة', 'امسح بطاقة العميل أو قسيمته.', 'هذا الرمز مخصص للمحفظة.'),
    voucher_not_ready: text('القسيمة غير جاهزة بعد', 'تصل مع الاتصال التالي.', LATER),
    voucher_spent: text('القسيمة مستعملة', 'لا يمكن عرضها مرة أخرى.', USED),
    voucher_expired: text('انتهت صلاحية القسيمة', 'لم يعد بالإمكان استعمالها.', 'انتهت صلاحية هذه القسيمة.'),
    programme_unknown: text('البرنامج غير موجود', 'اتصل مرة واحدة لتحميل البرامج الحالية.', NEEDS_SERVER),
    already_joined: text('أنت عضو بالفعل', 'هذا البرنامج في محفظتك.', 'أنت عضو بالفعل.'),
    amount_missing: text('لا مبلغ بعد', 'أدخل مبلغ الشراء أولًا.', LATER),
    reading_gone: text('لم يعد ذلك المسح مفتوحًا', 'امسح الرمز مرة أخرى.', UNREADABLE),
    storage_full: text('التخزين ممتلئ', 'أفرغ بعض المساحة ثم أعد المحاولة. لم يُفقد شيء.', LATER),
    storage_failed: text('تعذّر الحفظ على هذا الجهاز', 'أغلق ألسنة التطبيق الأخرى وأعد المحاولة.', LATER),
    key_not_stored: text(
      'لا يستطيع هذا المتصفح حفظ مفتاح',
      'يمكنك جمع النقاط، أما الصرف على هذا الجهاز فيتطلب اتصالًا.',
      LATER,
    ),
    camera_denied: text(
      'الكاميرا غير مسموح بها',
      'اسمح بالكاميرا لهذا الموقع في إعدادات المتصفح أو استعمل صورة.',
      LATER,
    ),
    camera_absent: text('لا توجد كاميرا', 'استعمل صورة للرمز أو ألصق نصه.', LATER),
    camera_busy: text(
      'الكاميرا قيد الاستعمال',
      'أغلق التطبيقات الأخرى التي تستعمل الكاميرا ثم أعد المحاولة.',
      LATER,
    ),
    camera_lost: text('توقفت الكاميرا', 'شغّلها من جديد.', LATER),
    insecure_context: text('تتطلب الكاميرا عنوانًا آمنًا', 'افتح التطبيق عبر https.', LATER),
    decoder_absent: text('تعذّر تحميل الماسح', 'اتصل مرة واحدة ثم افتح الماسح من جديد.', LATER),
    no_code_in_image: text('لا رمز في هذه الصورة', 'اختر صورة أوضح يظهر فيها الرمز كاملًا.', UNREADABLE),
    server_unreachable: text('تعذّر الوصول إلى الخادم', 'كل شيء محفوظ وسيُرسل لاحقًا تلقائيًا.', NEEDS_SERVER),
    not_enrolled: text('هذا الجهاز غير مسجَّل', 'اتصل مرة واحدة لتسجيله.', NEEDS_SERVER),
    pairing_code_unknown: text('رمز ربط غير معروف', 'تحقق من الرمز أو اطلب رمزًا جديدًا.', LATER),
    pairing_code_used: text('رمز الربط مستعمل', 'اطلب رمزًا جديدًا.', LATER),
    pairing_code_expired: text('انتهت مهلة رمز الربط', 'اطلب رمزًا جديدًا.', LATER),
    id_reused: text('رقم سجل مستعمل مرتين', 'لم يُحتسب. أبلغ المشغّل بذلك.', LATER),
    already_claimed: text(
      'سبقك غيرك',
      'حصلت محفظة أخرى على هذا الإيصال من قبل.',
      'سبق الحصول على هذا الإيصال.',
    ),
    server_key_changed: text('تغيّر مفتاح الخادم', 'حدِّث التطبيق قبل المتابعة.', LATER),
    clock_off: text('الساعة غير صحيحة', 'اضبط التاريخ والوقت على التلقائي، ثم يُعاد الإرسال تلقائيًا.', LATER),
    too_many_requests: text('محاولات كثيرة', 'انتظر دقيقة، ثم يُستأنف تلقائيًا.', LATER),
    internal: text('حدث خطأ ما', 'أعد المحاولة. إن تكرر فأبلغ عن الرمز أدناه.', LATER),
  },
  unknown: (kind) => text('مرفوض', `أبلغ عن هذا الرمز: ${kind}`, LATER),
};
