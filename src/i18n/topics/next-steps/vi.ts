import type { NextStepsWords } from './en.ts';

export const words: NextStepsWords = {
  next: 'Tiếp theo',
  steps: {
    fresh_code: 'Mời khách mở lại mã rồi quét.',
    other_code: 'Xin mã hội viên hoặc phiếu khác.',
    sell_without: 'Bán không dùng phiếu: quét mã hội viên thay thế.',
    do_not_accept: 'Không nhận mã này. Tiếp tục bán mà không cần nó.',
    enter_amount: 'Sửa số tiền. Mã được giữ và xét lại.',
    connect: 'Kết nối quầy rồi thử lại, hoặc bán không cần nó.',
    customer_connects: 'Điện thoại của khách cần kết nối một lần. Tạm bán không cần nó.',
    clock: 'Đặt ngày giờ máy này thành tự động. Vẫn bán được khi không dùng phiếu.',
    space: 'Giải phóng bộ nhớ rồi bấm lại. Chưa ghi gì và không mất gì.',
    reload: 'Đóng các thẻ khác và mở lại ứng dụng. Dữ liệu đã lưu vẫn còn.',
    camera: 'Dùng máy quét cầm tay, hoặc đóng ứng dụng đang giữ camera rồi quét lại.',
    pair: 'Ghép nối lại quầy này. Bản ghi vẫn được giữ.',
    owner: 'Báo người phụ trách. Vẫn bán được khi không có nó.',
    update: 'Cập nhật ứng dụng giữa hai lần bán. Dữ liệu đã lưu vẫn còn.',
    wait: 'Không cần làm gì: sẽ tự thử lại.',
    records: 'Mở Bản ghi và tìm mục này.',
    type_again: 'Kiểm tra lại nội dung đã gõ và thử lại.',
  },
  actions: {
    connect: 'Thử kết nối',
    records: 'Mở Bản ghi',
    till: 'Mở Quầy',
  },
};
