import type { SafetyTexts } from '#i18n/refusal-kinds.ts';

const customer = 'فعلاً قابل استفاده نیست. لطفاً بعداً دوباره امتحان کنید.';

const text = (headline: string, next: string) => ({ headline, next, customer });

/** Of recovery codes and backup files: only their owner ever sees them. */
export const safetyTexts: SafetyTexts = {
  recovery_code_incomplete: text('کد کامل نیست', 'باید ۲۸ نویسه باشد: هفت گروه چهارتایی.'),
  recovery_code_mistyped: text('لغزشی در کد هست', 'نویسه به نویسه با کاغذتان بسنجید.'),
  recovery_unknown: text(
    'هیچ‌کس این کد را ندارد',
    'شاید کد تازه‌تری جای آن را گرفته باشد. آخرین کاغذ را بیابید.',
  ),
  wallet_in_use: text(
    'این کیف از پیش عضوی دارد',
    'در گوشی یا مرورگری بازیابی کنید که هنوز عضو برنامه‌ای نشده است.',
  ),
  backup_unreadable: text(
    'این پرونده پشتیبان تسرا نیست',
    'پرونده‌ای را انتخاب کنید که نامش به ‎.backup ختم می‌شود.',
  ),
  backup_newer: text('با نسخهٔ تازه‌تری ساخته شده', 'این برنامه را به‌روز کنید و دوباره بازگردانید.'),
  backup_wrong_secret: text(
    'این، پرونده را باز نمی‌کند',
    'کد یا عبارتی را بیازمایید که هنگام ساختن پرونده برگزیده شد.',
  ),
  backup_damaged: text('پرونده آسیب دیده است', 'در راه بریده یا دگرگون شده است. نسخهٔ دیگری به کار ببرید.'),
  backup_no_secret: text('چیزی پرونده را باز نخواهد کرد', 'کد بازیابی، عبارت عبور، یا هر دو را بدهید.'),
  backup_weak_passphrase: text('عبارت عبور کوتاه است', 'دست‌کم ۱۲ نویسه برگزینید.'),
  backup_before_recovery: text(
    'نخست عضویتتان را برگردانید',
    'با کد بازیابی از «پیش‌تر تسرا داشتم» بروید و سپس پرونده را بازگردانید.',
  ),
  backup_other_member: text('این پرونده از آنِ دیگری است', 'به عضوی جز عضو این کیف تعلق دارد.'),
};
