import type { BirthdayWords } from './en.ts';

export const words: BirthdayWords = {
  title: 'يوم الميلاد',
  notGiven: 'لم يُعلَن',
  gives: (programme, what) => `لم يُعلَن؛ لدى ${programme} شيء فيه: ${what}`,
  givers: (programmes) => `لم يُعلَن؛ لدى ${programmes} شيء فيه`,
  pending: 'قيد التحقق',
  refused: 'لم يُحتسب',
  changes: (day) => `يمكن تغييره ابتداءً من ${day}`,
  usedFor: (programme, what) => `يستعمله ${programme} لهذا فقط: ${what}.`,
  asks: (programme) => `يطلبه ${programme}.`,
  least: 'يُعلَن الشهر واليوم فقط، لا السنة. ويمكنك تغييرهما مرة في السنة.',
  to: 'لمن يُعلَن',
  month: 'الشهر الميلادي',
  day: 'اليوم',
  choose: 'اختر الشهر واليوم.',
  chooseProgramme: 'اختر برنامجًا واحدًا على الأقل.',
  give: 'إعلان يوم الميلاد',
  giveDay: (day) => `إعلان ${day}`,
  done: (day) => `أُعلن: ${day}`,
  doneHint: 'حُفظ على هذا الهاتف، ويُحتسب بعد التحقق منه.',
};
