import type { WalletTexts } from '#i18n/refusal-kinds.ts';

const customer = '暂时无法使用，请稍后再试。';

const text = (headline: string, next: string) => ({ headline, next, customer });

/** What only a wallet's own screens tell: a till loads none of it. */
export const walletTexts: WalletTexts = {
  told_late: text('告知得太晚', '您自行告知的内容须在 35 天内送达服务器才会计入。'),
  recovery_code_incomplete: text('恢复码不完整', '应有 28 个字符：七组，每组四个。'),
  recovery_code_mistyped: text('恢复码有误', '请与纸上的内容逐个比对。'),
  recovery_unknown: text('没有人拥有此恢复码', '它可能已被新的取代，请找最近的那张纸。'),
  member_erased: text('您的账户已被删除', '此钱包将重新开始。'),
  wallet_in_use: text('此钱包已有会员', '请在尚未加入任何计划的手机或浏览器上恢复。'),
  backup_unreadable: text('这不是 Tessera 的备份', '请选择以 .backup 结尾的文件。'),
  backup_newer: text('由更新的版本创建', '请更新此应用后再恢复。'),
  backup_wrong_secret: text('无法打开文件', '请尝试创建文件时选择的恢复码或密码短语。'),
  backup_damaged: text('文件已损坏', '文件被截断或更改，请使用另一份。'),
  backup_no_secret: text('没有什么能打开此文件', '请提供恢复码、密码短语，或两者。'),
  backup_weak_passphrase: text('密码短语太短', '至少需要 12 个字符。'),
  backup_before_recovery: text('请先找回会员身份', '先用恢复码通过“我以前用过 Tessera”，再恢复文件。'),
  backup_other_member: text('这是别人的文件', '它属于另一位会员。'),
  cert_revoked: text('此收银台已被停用', '它签发的内容均不计入。请向商店索取其他收银台的凭证。'),
  voucher_withdrawn: text('已被撤回', '发行方已撤回此优惠券，任何收银台都不会接受；原因请咨询商店。'),
};
