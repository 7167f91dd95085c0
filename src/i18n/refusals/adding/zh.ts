import type { AddingTexts } from '#i18n/refusal-kinds.ts';

const customer = '暂时无法使用，请稍后再试。';

/** Of adding a till by another till: only staff see them. */
export const addingTexts: AddingTexts = {
  catalogue_missing: { customer, headline: '此应用从未联网', next: '请在有网络处打开一次，它需要商户列表。' },
  pairing_gone: { customer, headline: '此次配对已结束', next: '请在新收银台上重新开始。' },
  other_till_answered: { customer, headline: '这是给另一台的答复', next: '请先让另一台收银台扫描本机的码。' },
  adding_used_up: { customer, headline: '本周不能再添加', next: '请使用配对码，或用另一台收银台添加。' },
  delegation_revoked: {
    customer,
    headline: '此收银台已被撤回',
    next: '请用配对码配对，在此之前销售记录会保留在本机。',
  },
  delegation_full: {
    customer,
    headline: '未确认的收银台过多',
    next: '请运营人员确认已添加的收银台。',
  },
};
