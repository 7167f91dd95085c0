import type { PosterWords } from './en.ts';

export const words: PosterWords = {
  checkedIn: 'Đã điểm danh',
  again: 'Hôm nay bạn đã điểm danh ở đây',
  oncePerDay: 'Mỗi ngày chỉ tính một lần ghé.',
  opening: 'Đang đọc mã …',
  opened: 'Mã',
};
