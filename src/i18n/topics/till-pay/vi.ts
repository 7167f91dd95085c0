import type { TillPayWords } from './en.ts';

export const words: TillPayWords = {
  open: 'Trả bằng điểm',
  title: 'Trả bằng điểm',
  amount: 'Số tiền trả bằng điểm',
  points: (points: string) => `${points} điểm`,
  value: 'Giá trị',
  rest: 'Còn phải trả',
  request: 'Hiện yêu cầu',
  requestTitle: 'Vui lòng quét để trả',
  twoMinutes: 'Có hiệu lực trong hai phút.',
  scanPayment: 'Giờ quét mã của khách',
  challenge: 'Hỏi điện thoại',
  challengeTitle: 'Vui lòng quét mã này trước',
  challengeHint: 'Sau đó điện thoại hiện mã mới.',
  notTaken: 'Mã chưa được nhận',
  notTakenText: 'Hãy hoàn tất hoặc đóng phần này trước, rồi quét lại.',
  paid: 'Đã trả bằng điểm',
  voided: 'Đã hủy khoản trả',
  voidConfirm: 'Khách được hoàn điểm và trả bằng cách khác.',
};
