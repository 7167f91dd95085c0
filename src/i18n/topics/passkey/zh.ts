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
    remove: '停用指纹、面容或锁屏密码',
    removeText: '您的 PIN 保留，此后由它解锁。',
    removeOff: '没有 PIN：消费锁将关闭，拿到已解锁手机的人都可以消费。',
    unlock: '用指纹、面容或锁屏密码解锁',
    notNow: '此处无法使用指纹、面容或锁屏密码',
    notNowText: '可能手机的屏幕锁已关闭。请重新开启后再来。',
    lostWithPin: '不能用了？用 PIN 即可解锁。',
    lostAlone:
      '请再设置一个 PIN 作为备用。否则一旦此方式失效：优惠券和积分仍在服务器上，只有清除此手机的数据后重新加入或用恢复码恢复，才能在此再次打开。',
  },
};
