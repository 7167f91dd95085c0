import type { TrainingWords } from './en.ts';

export const words: TrainingWords = {
  banner: '练习',
  counts: '这里的一切都不是真的，不计数，也不发送。',
  leave: '退出练习',
  codes: '练习码',
  codesHint: '每个码都像手机那样即时生成。可在此扫描，或显示出来用另一台处于练习模式的收银机扫描。',
  scan: '在此扫描',
  show: '显示',
  shown: '练习码',
  enter: '练习',
  enterHint: '用虚构的顾客走完每一步，与真实收银机分开。',
  midSale: '请先完成当前销售。',
  specimens: {
    member: { title: '一位会员', about: '此次消费可得积分。' },
    voucher: { title: '一张券', about: '任何消费都可用。' },
    minimum: { title: '有最低消费的券', about: '这笔消费不够。' },
    used: { title: '每次都是同一张券', about: '可用一次，第二次已用过。' },
    late: { title: '一小时前的会员码', about: '是截图，不是手机。' },
    expired: { title: '昨天的券', about: '已过期。' },
    other_shop: { title: '别家店的券', about: '本店不收。' },
    forged: { title: '伪造的会员码', about: '签名者不明。' },
    damaged: { title: '损坏的码', about: '有一部分读错了。' },
    product: { title: '商品上的号码', about: '根本不是我们的码。' },
  },
};
