import type { PasskeyWords } from './en.ts';

export const words: PasskeyWords = {
  lock: {
    means: '指纹、面容或锁屏密码',
    pin: '您的 PIN',
    name: 'Tessera 消费锁',
    set: '使用指纹、面容或锁屏密码',
    setText:
      '此后，使用优惠券和付款前，手机会要求您用解锁手机的方式确认。没有信号也能用，Tessera 不会告诉任何人。',
    setGo: '现在设置',
    remove: '停用指纹和面容',
    removeText: '您的 PIN 保留，此后由它解锁。',
    removeOff: '没有 PIN：消费锁将关闭，拿到已解锁手机的人都可以消费。',
    unlock: '用指纹、面容或锁屏密码解锁',
    notNow: '此处无法使用指纹、面容或锁屏密码',
    notNowText: '可能手机的屏幕锁已关闭。请重新开启后再来。',
    lostWithPin: '不能用了？用 PIN 即可解锁。',
    lostAlone:
      '请再设置一个 PIN 作为备用。否则一旦此方式失效：优惠券和积分仍在服务器上，只有清除此手机的数据后重新加入或用恢复码恢复，才能在此再次打开。',
  },
  recovery: {
    row: '已设置通行密钥',
    title: '通行密钥',
    name: 'Tessera 会员',
    text: '除纸上的恢复码外：新手机只要登录同一厂商账户，就能用指纹、面容或锁屏密码恢复全部内容。能解锁该账户通行密钥的人也可以。',
    only: '没有恢复码时，失去该账户就失去了恢复途径；纸上的恢复码不依赖任何账户。',
    set: (day: string) => `设置于 ${day}`,
    make: '创建通行密钥',
    renew: '创建新的通行密钥',
    remove: '移除通行密钥',
    made: '通行密钥现已生效',
    removed: '通行密钥已移除。若手机仍显示它，可在手机中删除。',
    useTitle: '或使用通行密钥',
    useText: '如果您创建过，它就在手机账户中，无需恢复码。',
    use: '使用我的通行密钥',
  },
  faults: {
    passkey_cancelled: {
      headline: '手机没有应答',
      next: '操作已取消或超时，没有任何更改。请再试一次，或换一种方式。',
    },
    passkey_not_here: {
      headline: '此处无法使用通行密钥',
      next: '此浏览器或此网址不支持。PIN 或恢复码在任何地方都可用。',
    },
    passkey_unknown: { headline: '此处不认识这个通行密钥', next: '请选择另一个，或使用恢复码。' },
    passkey_wrong: { headline: '通行密钥未被接受', next: '没有任何更改，请再试一次。' },
  },
};
