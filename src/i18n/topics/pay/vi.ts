import type { PayWords } from './en.ts';

export const words: PayWords = {
  title: 'Trả bằng điểm',
  to: 'Trả cho',
  remaining: 'Còn lại sau đó',
  offlineLeft: 'Còn có thể tiêu khi mất mạng',
  confirm: 'Trả ngay',
  cancel: 'Không trả',
  what: 'khoản thanh toán',
  show: 'Đưa mã này cho quầy',
  showHint: 'Quầy quét mã này. Sau đó hãy quét biên nhận.',
  again: 'Bạn đã trả lời yêu cầu này. Đây vẫn là mã đó.',
  answered: 'Quầy đã nhận khoản này.',
  paid: 'Đã trả',
  voided: 'Khoản trả đã được hủy',
  voidedText: 'Điểm của bạn đã được hoàn lại.',
  open: 'Quầy chưa xác nhận',
  showAgain: 'Hiện lại mã',
  text: 'Mã dạng chữ',
  challenge: {
    title: 'Xác minh cho quầy',
    text: (merchant: string) => `${merchant} cần một mã vừa tạo. Hãy chọn thứ để đưa ra.`,
    none: 'Chưa có phiếu nào cho cửa hàng này.',
  },
  kinds: {
    paid: 'Trả bằng điểm',
    visited: 'Ghé thăm',
  },
  spending: {
    title: 'Tiêu khi mất mạng',
    left: (points: string) => `${points} điểm`,
    perPayment: (points: string) => `Tối đa ${points} mỗi lần trả`,
    until: (day: string) => `đến ${day}`,
    why: {
      soft_key:
        'Trình duyệt này không giữ được khóa an toàn nên không thể tiêu khi mất mạng. Tích điểm và mọi thứ khác vẫn hoạt động.',
      stopped:
        'Điện thoại này đã bị dừng: hai khoản trả mâu thuẫn nhau. Hãy liên hệ chương trình của cửa hàng.',
      nothing_reserved: 'Chưa có gì được để dành. Hãy kết nối một lần sau khi tích điểm.',
      expired: 'Quyền đã hết hạn. Hãy kết nối một lần để gia hạn.',
    },
  },
  place: {
    online: 'Chỉ khi quầy có mạng',
    challenge: 'Quầy sẽ hiện mã trước; hãy quét mã đó',
    tills: (numbers: string) => `Chỉ tại quầy ${numbers}`,
  },
  problem: {
    open: 'Thu ngân gặp vấn đề',
    title: 'Quầy báo gì?',
    language: 'Ngôn ngữ của cửa hàng',
    forCashier: 'Dành cho thu ngân',
    forYou: 'Dành cho bạn',
    other: 'Lý do khác',
  },
};
