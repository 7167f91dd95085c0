import type { BirthdayWords } from './en.ts';

export const words: BirthdayWords = {
  title: 'Ngày sinh',
  notGiven: 'Chưa báo',
  gives: (programme, what) => `Chưa báo: ${programme} có quà cho ngày này: ${what}`,
  givers: (programmes) => `Chưa báo: ${programmes} có quà cho ngày này`,
  pending: 'đang kiểm tra',
  refused: 'Không được tính',
  changes: (day) => `Có thể đổi từ ${day}`,
  usedFor: (programme, what) => `${programme} chỉ dùng cho việc này: ${what}.`,
  asks: (programme) => `${programme} cần thông tin này.`,
  least: 'Chỉ báo ngày và tháng, không báo năm. Mỗi năm bạn đổi được một lần.',
  to: 'Báo cho',
  month: 'Tháng',
  day: 'Ngày',
  choose: 'Hãy chọn tháng và ngày.',
  chooseProgramme: 'Hãy chọn ít nhất một chương trình.',
  give: 'Báo ngày sinh',
  giveDay: (day) => `Báo ${day}`,
  done: (day) => `Đã báo: ${day}`,
  doneHint: 'Đã lưu trên điện thoại này. Sẽ được tính sau khi kiểm tra.',
};
