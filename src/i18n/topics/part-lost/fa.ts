import type { PartLostWords } from './en.ts';

export const words: PartLostWords = {
  title: 'بخشی از برنامه نرسیده است',
  text: 'فقط با بازکردن دوبارهٔ این صفحه می‌رسد. آنچه ذخیره شده می‌ماند؛ نخست آنچه را اینجا می‌نویسید تمام کنید.',
  anew: 'بازکردن دوباره',
};
