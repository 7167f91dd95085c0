import type { PartLostWords } from './en.ts';

export const words: PartLostWords = {
  title: '应用缺少一部分',
  text: '重新打开此页面后才能补上。已保存的内容不会丢失；请先完成正在输入的内容。',
  anew: '重新打开',
};
