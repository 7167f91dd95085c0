import type { PosterWords } from './en.ts';

export const words: PosterWords = {
  checkedIn: '已签到',
  again: '您今天已在此签到',
  oncePerDay: '每天仅计一次到店。',
  opening: '正在读取…',
  opened: '码',
};
