import type { LockWords } from './en.ts';

export const words: LockWords = {
  title: 'Khóa chi tiêu',
  hint: 'Hỏi trước khi dùng phiếu và trả điểm. Tích điểm vẫn mở.',
  on: 'Bật',
  off: 'Tắt',
  set: 'Đặt PIN',
  remove: 'Gỡ PIN',
  newPin: 'PIN mới, 4 đến 8 chữ số',
  repeat: 'Nhập lại',
  differ: 'Hai lần nhập không giống nhau.',
  unlock: 'Mở khóa',
  enter: 'Nhập PIN của bạn',
  save: 'Lưu',
  wait: (seconds: string) => `Thử quá nhiều lần. Hãy chờ ${seconds} giây.`,
  wrong: 'PIN không đúng.',
  forgotten:
    'Quên PIN? Không ai đọc được giúp bạn. Phiếu và điểm vẫn ở máy chủ; trên điện thoại này chúng chỉ mở lại sau khi xóa dữ liệu rồi tham gia lại hoặc khôi phục bằng mã khôi phục.',
};
