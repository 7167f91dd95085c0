import type { FoldingWords } from './en.ts';

export const words: FoldingWords = {
  working: '正在计算您的余额',
  unfinished: '尚未计算完',
  progress: (done, total) => `已处理 ${done} / ${total} 张小票`,
  asOf: (time) => `显示的是 ${time} 的余额`,
  updating: (time) => `截至 ${time}，正在更新…`,
  catchingUp: '正在获取本机错过的内容',
  caughtUp: (done, total) => `已获取 ${done} / ${total} 条`,
  stop: '停止',
  goOn: '继续',
};
