import type { NotAdmittedWords } from './en.ts';

export const words: NotAdmittedWords = {
  reasons: {
    delegation_revoked: {
      headline: 'Quầy này không được bán nữa',
      next: 'Quầy đã thêm nó bị thu hồi, hoặc sáu chữ số không giống nhau. Hãy ghép nối quầy này bằng mã.',
    },
    delegation_full: {
      headline: 'Quầy kia đã thêm quá nhiều quầy',
      next: 'Nhờ nhà vận hành xác nhận các quầy khác, hoặc ghép nối quầy này bằng mã.',
    },
    serial_unregistered: {
      headline: 'Máy chủ này không biết quầy đã thêm nó',
      next: 'Hãy hỏi nhà vận hành, hoặc ghép nối quầy này bằng mã.',
    },
  },
  title: (name: string) => `Máy chủ không nhận ${name}`,
  kept: (count: string) =>
    `Không mất gì cả: ${count} bản ghi chưa gửi vẫn ở đây. Chúng được tính khi nhà vận hành xác nhận quầy này và hỏi lại máy chủ. Nếu ghép nối bằng mã trước đó, chúng bị từ chối: hãy lưu lại trước.`,
  nothing: 'Không có bản ghi nào chưa gửi.',
  again: 'Hỏi lại máy chủ',
};
