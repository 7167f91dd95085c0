import type { AddingTexts } from '#i18n/refusal-kinds.ts';

const customer = 'Hiện chưa dùng được. Vui lòng thử lại sau.';

/** Of adding a till by another till: only staff see them. */
export const addingTexts: AddingTexts = {
  catalogue_missing: {
    customer,
    headline: 'Ứng dụng này chưa từng lên mạng',
    next: 'Mở một lần ở nơi có mạng. Ứng dụng cần danh sách cửa hàng.',
  },
  pairing_gone: { customer, headline: 'Lần ghép nối này đã kết thúc', next: 'Bắt đầu lại ở quầy mới.' },
  other_till_answered: {
    customer,
    headline: 'Đây là trả lời cho quầy khác',
    next: 'Trước hết hãy để quầy kia quét mã của quầy này.',
  },
  adding_used_up: {
    customer,
    headline: 'Tuần này không thêm được nữa',
    next: 'Ghép nối bằng mã, hoặc dùng quầy khác để thêm.',
  },
  delegation_revoked: {
    customer,
    headline: 'Quầy này đã bị thu hồi',
    next: 'Hãy ghép nối bằng mã. Những gì đã bán vẫn còn trên quầy đến lúc đó.',
  },
  delegation_full: {
    customer,
    headline: 'Quá nhiều quầy chưa xác nhận',
    next: 'Nhờ người vận hành xác nhận các quầy đã thêm.',
  },
};
