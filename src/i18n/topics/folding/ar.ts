import type { FoldingWords } from './en.ts';

export const words: FoldingWords = {
  working: 'جارٍ حساب رصيدك',
  unfinished: 'لم يكتمل الحساب',
  progress: (done, total) => `${done} من ${total} إيصالًا`,
  asOf: (time) => `الرصيد المعروض كما كان في ${time}`,
  updating: (time) => `كما كان في ${time}. جارٍ التحديث…`,
  catchingUp: 'جارٍ جلب ما فات هذا الهاتف',
  caughtUp: (done, total) => `${done} من ${total} قيدًا`,
  stop: 'إيقاف',
  goOn: 'متابعة',
};
