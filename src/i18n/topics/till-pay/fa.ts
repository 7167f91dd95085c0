import type { TillPayWords } from './en.ts';

export const words: TillPayWords = {
  open: 'پرداخت با امتیاز',
  title: 'پرداخت با امتیاز',
  amount: 'مبلغی که با امتیاز پرداخت می‌شود',
  points: (points: string) => `${points} امتیاز`,
  value: 'ارزش',
  rest: 'مانده برای پرداخت',
  request: 'نمایش درخواست',
  requestTitle: 'برای پرداخت بخوانید',
  twoMinutes: 'دو دقیقه اعتبار دارد.',
  scanPayment: 'اکنون کد مشتری را بخوانید',
  challenge: 'از گوشی بپرس',
  challengeTitle: 'نخست این را بخوانید',
  challengeHint: 'سپس گوشی شما کد تازه‌ای نشان می‌دهد.',
  notTaken: 'کد گرفته نشد',
  notTakenText: 'نخست این‌جا را تمام کنید یا ببندید، سپس دوباره بخوانید.',
  paid: 'با امتیاز پرداخت شد',
  voided: 'پرداخت بازگردانده شد',
  voidConfirm: 'مشتری امتیازها را پس می‌گیرد و به شکل دیگری می‌پردازد.',
};
