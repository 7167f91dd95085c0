import type { TillPayWords } from './en.ts';

export const words: TillPayWords = {
  open: 'الدفع بالنقاط',
  title: 'الدفع بالنقاط',
  amount: 'المبلغ المدفوع بالنقاط',
  points: (points: string) => `${points} نقطة`,
  value: 'القيمة',
  rest: 'المتبقي للدفع',
  request: 'أظهر الطلب',
  requestTitle: 'امسح للدفع من فضلك',
  twoMinutes: 'صالح لدقيقتين.',
  scanPayment: 'امسح رمز العميل الآن',
  challenge: 'اسأل الهاتف',
  challengeTitle: 'امسح هذا أولًا من فضلك',
  challengeHint: 'ثم يعرض هاتفك رمزًا جديدًا.',
  notTaken: 'لم يُؤخذ الرمز',
  notTakenText: 'أكمل هنا أو أغلق هذه النافذة أولًا، ثم امسح الرمز مرة أخرى.',
  paid: 'تم الدفع بالنقاط',
  voided: 'أُلغيت الدفعة',
  voidConfirm: 'يستعيد العميل نقاطه ويدفع بطريقة أخرى.',
};
