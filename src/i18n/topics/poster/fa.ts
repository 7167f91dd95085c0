import type { PosterWords } from './en.ts';

export const words: PosterWords = {
  checkedIn: 'حضور ثبت شد',
  again: 'امروز اینجا حضور زده‌اید',
  oncePerDay: 'هر بازدید روزی یک بار شمرده می‌شود.',
  opening: 'در حال خواندن کد …',
  opened: 'کد',
};
