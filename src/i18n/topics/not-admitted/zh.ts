import type { NotAdmittedWords } from './en.ts';

export const words: NotAdmittedWords = {
  reasons: {
    delegation_revoked: {
      headline: '本收银台不能再销售',
      next: '添加它的收银台已被停用，或六位数字不一致。请用配对码配对本收银台。',
    },
    delegation_full: {
      headline: '该收银台添加的数量已满',
      next: '请运营方确认其他收银台，或用配对码配对本收银台。',
    },
    serial_unregistered: {
      headline: '此服务器不认识添加它的收银台',
      next: '请询问运营方，或用配对码配对本收银台。',
    },
  },
  title: (name: string) => `服务器未接纳“${name}”`,
  kept: (count: string) =>
    `没有丢失任何内容：${count} 条未发送的记录保留在此。运营方确认本收银台并再次询问服务器后，它们即会计入。若在此之前用配对码配对，它们将被拒绝：请先保存。`,
  nothing: '没有未发送的记录。',
  again: '再次询问服务器',
};
