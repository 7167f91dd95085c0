import type { PartLostWords } from './en.ts';

export const words: PartLostWords = {
  title: 'Thiếu một phần của ứng dụng',
  text: 'Chỉ có lại khi mở lại trang này. Những gì đã lưu vẫn còn; hãy làm xong phần đang nhập trước.',
  anew: 'Mở lại',
};
