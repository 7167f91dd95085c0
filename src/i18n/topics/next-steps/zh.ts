import type { NextStepsWords } from './en.ts';

export const words: NextStepsWords = {
  next: '下一步',
  steps: {
    fresh_code: '请顾客重新打开码，然后扫描。',
    other_code: '请出示会员码或其他优惠券。',
    sell_without: '不用优惠券继续：改扫会员码。',
    do_not_accept: '请勿接受此码，不用它继续销售。',
    enter_amount: '修改金额，码保留并重新判断。',
    connect: '让本收银台联网后再试，或不用它继续。',
    customer_connects: '顾客的手机需联网一次，此前请不用它销售。',
    clock: '将本机日期时间设为自动。不用券的销售可继续。',
    space: '请清理本机空间后再按一次。没有记录，也没有丢失。',
    reload: '关闭此应用的其他标签页后重新打开，已保存的内容不变。',
    camera: '改用扫码枪，或关闭占用相机的应用后重扫。',
    pair: '请重新配对本收银台，其记录会保留。',
    owner: '请告知负责人，其他销售可继续。',
    update: '在两笔销售之间更新应用，已保存的内容不变。',
    wait: '无需操作，会自动重试。',
    records: '打开“记录”查看此项。',
    type_again: '请核对输入后重试。',
  },
  actions: {
    connect: '尝试联网',
    records: '打开记录',
    till: '打开收银台设置',
  },
};
