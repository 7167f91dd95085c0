import type { WalletTexts } from '#i18n/refusal-kinds.ts';

const customer = 'لا يمكن استعمال هذا الآن. يُرجى المحاولة لاحقًا.';

const text = (headline: string, next: string) => ({ headline, next, customer });

/** What only a wallet's own screens tell: a till loads none of it. */
export const walletTexts: WalletTexts = {
  told_late: text('أُعلن متأخرًا', 'ما تعلنه بنفسك يُحتسب إذا وصل إلى الخادم خلال ٣٥ يومًا.'),
  recovery_code_incomplete: text('الرمز غير كامل', 'هو 28 حرفًا: سبع مجموعات من أربعة.'),
  recovery_code_mistyped: text('في الرمز خطأ', 'قارنه بورقتك حرفًا حرفًا.'),
  recovery_unknown: text('لا أحد يملك هذا الرمز', 'ربما حلّ محله رمز أحدث. ابحث عن آخر ورقة.'),
  member_erased: text('مُحي حسابك', 'تبدأ هذه المحفظة من جديد.'),
  wallet_in_use: text('لهذه المحفظة عضو بالفعل', 'استرد على هاتف أو متصفح لم يُنضم فيه إلى شيء بعد.'),
  backup_unreadable: text('ليس هذا ملفًا احتياطيًا لتسيرا', 'اختر ملفًا ينتهي اسمه بـ ‎.backup.'),
  backup_newer: text('أنشأه إصدار أحدث', 'حدّث التطبيق ثم استعد مجددًا.'),
  backup_wrong_secret: text('هذا لا يفتح الملف', 'جرّب الرمز أو العبارة التي اختيرت عند إنشاء الملف.'),
  backup_damaged: text('الملف تالف', 'قُطع أو تغيّر في الطريق. استخدم نسخة أخرى.'),
  backup_no_secret: text('لن يفتح الملف شيء', 'أعطِ رمز الاسترداد أو عبارة مرور أو كليهما.'),
  backup_weak_passphrase: text('عبارة المرور قصيرة', 'اختر 12 حرفًا على الأقل.'),
  backup_before_recovery: text(
    'أعد عضويتك أولًا',
    'استخدم «كان لدي تسيرا من قبل» مع رمز الاسترداد ثم استعد الملف.',
  ),
  backup_other_member: text('هذا الملف لغيرك', 'يعود إلى عضو غير عضو هذه المحفظة.'),
  cert_revoked: text('هذا الصندوق مستبعد', 'لا يُحتسب شيء مما يوقّعه. اطلب من المتجر إيصالًا من صندوق آخر.'),
  voucher_withdrawn: text('سُحبت القسيمة', 'سحبها من أصدرها ولا يقبلها أي صندوق؛ اسأل المتجر عن السبب.'),
};
