import type { WithdrawnTexts } from '#i18n/refusal-kinds.ts';

const LATER = '暂时无法使用，请稍后再试。';
const NOT_VALID = '此码在这里无效。';
const NEEDS_SERVER = '此操作需要联网，您没有任何损失。';

const text = (headline: string, next: string, customer: string) => ({ headline, next, customer });

/** Of tills and vouchers that were good once and are no longer. */
export const withdrawnTexts: WithdrawnTexts = {
  cert_revoked: text(
    '此收银台已被停用',
    '它签发的内容均不计入。请向商店索取其他收银台的凭证。',
    '运营方已停用此收银台。',
  ),
  voucher_withdrawn: text(
    '已被撤回',
    '发行方已撤回此优惠券，任何收银台都不会接受；原因请咨询商店。',
    '发行方已撤回。',
  ),
  delegation_revoked: text(
    '本收银台不能再销售',
    '添加它的收银台已被停用，或六位数字不一致。请用配对码配对本收银台。',
    LATER,
  ),
  delegation_full: text('该收银台添加的数量已满', '请运营方确认其他收银台，或用配对码配对本收银台。', LATER),
  issuer_revoked: text('发行方已被撤销', '请勿接受。', NOT_VALID),
  revoked: text('已被撤回', '请勿接受。', '发行方已撤回。'),
  serial_unregistered: text('本收银台未登记', '请重新配对收银台。', NEEDS_SERVER),
};
