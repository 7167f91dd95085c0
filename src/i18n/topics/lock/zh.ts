import type { LockWords } from './en.ts';

export const words: LockWords = {
  title: '消费锁',
  hint: '使用优惠券和付款前先询问。积分不受影响。',
  on: '已开启',
  off: '已关闭',
  set: '设置 PIN',
  remove: '移除 PIN',
  newPin: '新 PIN，4 至 8 位数字',
  repeat: '再次输入',
  differ: '两次输入不一致。',
  unlock: '解锁',
  enter: '请输入 PIN',
  save: '保存',
  wait: (seconds: string) => `尝试次数过多，请等待 ${seconds} 秒。`,
  wrong: 'PIN 不正确。',
  forgotten:
    '忘记 PIN？没有人能为您读取。优惠券和积分仍在服务器上；在此手机上，只有清除数据后重新加入或用恢复码恢复才能再次打开。',
};
