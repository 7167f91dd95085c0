import type { RulingWords } from './en.ts';

export const words: RulingWords = {
  title: '服务器的裁定',
  sides: {
    phone: '顾客手机',
    till: '本收银机',
    server: '服务器',
  },
  rule: '裁定规则',
  rules: {
    voucher_spent: '一张优惠券只计一次。服务器保留最先到达的那次使用，裁定不会更改。',
    already_claimed: '无记名收据归最先提交的人。',
    limit_sales: '收银机每天的销售额有上限，超出部分不计积分。',
    limit_paid: '离线时，手机只能用服务器为它预留的积分付款。超出部分由商店承担。',
    taken_back: '一笔交易只能退一次，退回的不能多于售出的。',
    shut_out: '收银机或手机被停用之后所说的不再计入。',
    other: '只有真实、及时且由已登记收银机开出的才会计入。',
  },
  changed: '有何影响',
  changes: {
    conflict: '折扣归顾客。由谁承担，取决于收过此券的各收银机签名的时间；由运营方结算。',
    earn: '顾客不会因这笔交易获得积分。收银机里的钱不受影响。',
    redeem: '您给出的折扣不会返还给您。',
    pay: '未从顾客扣除积分，商店也不会因此获得付款。',
    undo: '原本要退回的内容保持不变。',
  },
  advice: '如果有误，请联系运营方并提交证据。',
  proof: '保存证据',
  proofText: '包含双方签名陈述的文件，任何人都可用公钥核验。',
  saved: '文件已创建',
};
