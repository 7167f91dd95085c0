import type { InboxWords } from './en.ts';

export const words: InboxWords = {
  title: '收件箱',
  none: '没有需要查看的内容',
  noneText: '如果有记录未被计入，或有人以您的名义在别的手机上操作，会显示在这里。',
  unread: (count) => `${count} 条待看`,
  kinds: {
    refused: '未计入',
    conflict: '此前已计入',
    recovered: '您的钱包已在一部手机上恢复',
    recovery_code_set: '已设置恢复码',
    device_linked: '已关联一部手机',
    device_revoked: '已移除一部手机',
  },
  isNew: '新',
  till: (number) => `收银机 ${number}`,

  sides: {
    till: '收银机',
    phone: '本机',
    server: '服务器',
  },
  rule: '裁定规则',
  total: '消费',
  discount: '已享折扣',
  missed: '本应获得',
  rules: {
    voucher_spent: '一张优惠券只计一次。服务器保留最先到达的那次使用，裁定不会更改。',
    already_claimed: '无记名收据归最先提交的人。',
    other: '只有真实、及时且由已登记收银机开出的才会计入。',
  },
  advice: {
    conflict: '您已享的折扣归您，由商店与运营方结算。如有人询问，请保存证据。',
    refused: '请在购买的商店出示证据，他们可凭收据查到该笔交易。',
    recovered: '不是您？请立即创建新的恢复码并告知运营方。',
    recovery_code_set: '不是您？请立即创建新的恢复码，另一个将随之失效。',
    device_linked: '不是您？请在“我的设备”中移除它，并创建新的恢复码。',
    device_revoked: '它的优惠券在移除它的那部手机上。',
  },
  by: (name) => `设备 ${name}`,
  here: '本机操作',
  revoked: (count) => `已停用的设备：${count}`,
  proof: '保存证据',
  proofText: '包含双方签名陈述的文件，任何人都可用公钥核验。',
  saved: '文件已创建',
  about: (name: string) => `设备：${name}`,
  safety: '前往安全',
};
