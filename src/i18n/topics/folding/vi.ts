import type { FoldingWords } from './en.ts';

export const words: FoldingWords = {
  working: 'Đang tính số dư của bạn',
  unfinished: 'Chưa tính xong',
  progress: (done, total) => `${done} trên ${total} biên nhận`,
  asOf: (time) => `Số dư đang hiện là của lúc ${time}`,
  updating: (time) => `Tính đến ${time}. Đang cập nhật…`,
  catchingUp: 'Đang lấy những gì máy này bỏ lỡ',
  caughtUp: (done, total) => `${done} trên ${total} mục`,
  stop: 'Dừng',
  goOn: 'Tiếp tục',
};
