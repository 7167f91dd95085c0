import type { BirthdayWords } from './en.ts';

export const words: BirthdayWords = {
  title: 'تاریخ تولد',
  notGiven: 'اعلام نشده',
  gives: (programme, what) => `اعلام نشده؛ ${programme} برای آن این را می‌دهد: ${what}`,
  givers: (programmes) => `اعلام نشده؛ ${programmes} برای آن چیزی می‌دهند`,
  pending: 'در حال بررسی',
  refused: 'به حساب نیامد',
  changes: (day) => `از ${day} می‌توان تغییرش داد`,
  usedFor: (programme, what) => `${programme} آن را فقط برای این به کار می‌برد: ${what}.`,
  asks: (programme) => `${programme} آن را می‌پرسد.`,
  least: 'فقط ماه و روز میلادی اعلام می‌شود، نه سال. سالی یک بار می‌توانید تغییرش دهید.',
  to: 'به چه کسی اعلام شود',
  month: 'ماه میلادی',
  day: 'روز',
  choose: 'ماه و روز را انتخاب کنید.',
  chooseProgramme: 'دست‌کم یک برنامه را انتخاب کنید.',
  give: 'اعلام تاریخ تولد',
  giveDay: (day) => `اعلام ${day}`,
  done: (day) => `اعلام شد: ${day}`,
  doneHint: 'روی این گوشی ذخیره شد. پس از بررسی به حساب می‌آید.',
};
