import type { FoldingWords } from './en.ts';

export const words: FoldingWords = {
  working: 'در حال محاسبهٔ موجودی شما',
  unfinished: 'محاسبه ناتمام مانده است',
  progress: (done, total) => `${done} از ${total} رسید`,
  asOf: (time) => `موجودی نمایش‌داده‌شده مربوط به ${time} است`,
  updating: (time) => `مربوط به ${time}؛ در حال به‌روز شدن…`,
  catchingUp: 'در حال دریافت آنچه این گوشی از دست داده',
  caughtUp: (done, total) => `${done} از ${total} مورد`,
  stop: 'توقف',
  goOn: 'ادامه',
};
