import type { PosterWords } from './en.ts';

export const words: PosterWords = {
  checkedIn: 'تم تسجيل الحضور',
  again: 'سجّلت حضورك هنا اليوم',
  oncePerDay: 'تُحسب الزيارة مرة في اليوم.',
  opening: 'جارٍ قراءة الرمز …',
  opened: 'رمز',
};
