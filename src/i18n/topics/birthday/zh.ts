import type { BirthdayWords } from './en.ts';

export const words: BirthdayWords = {
  title: '生日',
  notGiven: '未告知',
  gives: (programme, what) => `未告知：${programme}为此提供${what}`,
  givers: (programmes) => `未告知：${programmes}为此提供好礼`,
  pending: '正在核对',
  refused: '未计入',
  changes: (day) => `${day}起可更改`,
  usedFor: (programme, what) => `${programme}仅将其用于：${what}。`,
  asks: (programme) => `${programme}需要此信息。`,
  least: '只告知月和日，不含年份。每年可更改一次。',
  to: '告知对象',
  month: '月',
  day: '日',
  choose: '请选择月和日。',
  chooseProgramme: '请至少选择一个计划。',
  give: '告知生日',
  giveDay: (day) => `告知 ${day}`,
  done: (day) => `已告知：${day}`,
  doneHint: '已保存在本手机上，核对后生效。',
};
