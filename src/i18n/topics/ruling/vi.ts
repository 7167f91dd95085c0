import type { RulingWords } from './en.ts';

export const words: RulingWords = {
  title: 'Quyết định của máy chủ',
  sides: {
    phone: 'Điện thoại của khách',
    till: 'Quầy này',
    server: 'Máy chủ',
  },
  rule: 'Quy tắc quyết định',
  rules: {
    voucher_spent: 'Mỗi phiếu tính một lần. Máy chủ giữ lần dùng đến trước, và quyết định không bao giờ đổi.',
    already_claimed: 'Biên lai không tên thuộc về ai gửi trước.',
    limit_sales: 'Mỗi quầy chỉ được bán đến một mức mỗi ngày. Phần vượt không được tính điểm.',
    limit_paid:
      'Khi ngoại tuyến, điện thoại chỉ trả bằng số điểm máy chủ đã dành sẵn cho nó. Phần vượt quá do cửa hàng chịu.',
    taken_back: 'Mỗi lần mua chỉ được hoàn một lần, không quá phần đã bán.',
    shut_out: 'Lời của quầy hay điện thoại sau khi bị loại không được tính.',
    other: 'Chỉ những gì thật, đúng hạn và do quầy đã đăng ký lập mới được tính.',
  },
  changed: 'Điều thay đổi',
  changes: {
    conflict:
      'Khách giữ khoản đã giảm. Ai chịu được xác định theo giờ đã ký của mọi quầy đã nhận phiếu; nhà vận hành thanh toán việc đó.',
    earn: 'Khách không được điểm cho lần bán này. Tiền ở quầy không bị ảnh hưởng.',
    redeem: 'Khoản bạn đã giảm không được trả lại cho bạn.',
    pay: 'Điểm không bị trừ của khách, và cửa hàng không được trả tiền cho số điểm đó.',
    undo: 'Những gì định hoàn lại vẫn như cũ.',
  },
  advice: 'Nếu điều này sai, hãy hỏi nhà vận hành và đưa bằng chứng.',
  proof: 'Lưu bằng chứng',
  proofText: 'Tệp gồm lời khai đã ký của hai bên. Ai cũng kiểm tra được bằng khóa công khai.',
  saved: 'Đã tạo tệp',
};
