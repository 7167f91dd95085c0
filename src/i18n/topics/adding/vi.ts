import { pluralForms } from '#i18n/plural-forms.ts';
import type { AddingWords } from './en.ts';

export const words = {
  join: {
    enter: 'Ghép nối khi không có mạng',
    enterHint: 'Một quầy đã ghép nối của cửa hàng có thể thêm quầy này: quét hai lần.',
    title: 'Ghép nối khi không có mạng',
    nameStep: 'Đặt tên cho quầy này',
    show: 'Hiện mã',
    showStep: 'Để quầy kia quét mã này',
    showHint: 'Ở quầy kia, mở Quầy rồi chọn “Thêm quầy”.',
    codeLabel: 'yêu cầu được thêm',
    scan: 'Quét câu trả lời',
    scanStep: 'Quét mã của quầy kia',
    aim: 'Hướng vào mã trên quầy kia',
    answered: (merchant: string, number: string) => `${merchant}, quầy ${number}, đã trả lời.`,
    withCode: 'Ghép nối bằng mã',
  },
  add: {
    enter: 'Thêm quầy',
    enterHint: 'Cho quầy không có mạng: quét hai lần và so sáu chữ số.',
    left: pluralForms({ other: 'Còn # quầy trong tuần này' }),
    title: 'Thêm quầy',
    scanStep: 'Quét mã của quầy mới',
    scanHint: 'Ở quầy mới, chọn “Ghép nối khi không có mạng”.',
    aim: 'Hướng vào mã trên quầy mới',
    showStep: (name: string) => `Để “${name}” quét mã này`,
    codeLabel: 'trả lời cho quầy mới',
    compare: 'So các chữ số',
    showAgain: 'Hiện lại mã',
    done: (name: string) => `Đã thêm “${name}”`,
    doneText:
      'Quầy dùng được 7 ngày với một phần tư hạn mức của quầy này. Cho quầy lên mạng một lần để dùng lâu dài.',
    refused: 'Chưa thêm',
    refusedText: 'Những gì quầy đó ký đều không có giá trị. Xem lại đã quét mã của ai rồi thử lại.',
    again: 'Thêm quầy khác',
    tills: 'Các quầy đã thêm tại đây',
    until: (day: string) => `Đã thêm. Cần lên mạng một lần trước ${day}`,
    open: 'Chưa so',
    closed: 'Chưa thêm: chữ số khác nhau',
  },
  compare: {
    step: 'Hai quầy có cùng các chữ số này không?',
    hint: 'So cả sáu chữ số. Nếu khác một chữ số, mã của người khác đã xen vào.',
    same: 'Đúng, giống nhau',
    different: 'Không, khác nhau',
    dropped: 'Quầy này chưa được ghép nối',
    droppedText: 'Chữ số khác nhau nên không giữ lại gì. Hãy bắt đầu lại và chỉ quét hai quầy trước mặt.',
  },
  back: 'Quay lại',
  restart: 'Bắt đầu lại',
  close: 'Xong',
  refusals: {
    catalogue_missing: {
      headline: 'Ứng dụng này chưa từng lên mạng',
      next: 'Mở một lần ở nơi có mạng. Ứng dụng cần danh sách cửa hàng.',
    },
    pairing_gone: { headline: 'Lần ghép nối này đã kết thúc', next: 'Bắt đầu lại ở quầy mới.' },
    other_till_answered: {
      headline: 'Đây là trả lời cho quầy khác',
      next: 'Trước hết hãy để quầy kia quét mã của quầy này.',
    },
    adding_used_up: {
      headline: 'Tuần này không thêm được nữa',
      next: 'Ghép nối bằng mã, hoặc dùng quầy khác để thêm.',
    },
  },
} satisfies AddingWords;
