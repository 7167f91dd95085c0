import type { TillPayWords } from './en.ts';

export const words: TillPayWords = {
  open: '用积分付款',
  title: '用积分付款',
  amount: '用积分支付的金额',
  points: (points: string) => `${points} 积分`,
  value: '价值',
  rest: '还需支付',
  request: '显示请求',
  requestTitle: '请扫码付款',
  twoMinutes: '两分钟内有效。',
  scanPayment: '现在扫描顾客',
  challenge: '请手机验证',
  challengeTitle: '请先扫描此码',
  challengeHint: '然后您的手机会显示新的码。',
  notTaken: '未采用该码',
  notTakenText: '请先在此完成或关闭，然后重新扫码。',
  paid: '已用积分付款',
  voided: '付款已撤销',
  voidConfirm: '积分退还顾客，顾客以其他方式付款。',
};
