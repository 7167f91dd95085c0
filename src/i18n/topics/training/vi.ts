import type { TrainingWords } from './en.ts';

export const words: TrainingWords = {
  banner: 'Tập dượt',
  counts: 'Không gì ở đây là thật, được tính hay được gửi đi.',
  leave: 'Rời tập dượt',
  codes: 'Mã tập dượt',
  codesHint:
    'Mỗi mã được tạo mới như điện thoại vẫn làm. Quét ngay tại đây, hoặc hiện ra để một máy khác đang tập dượt quét.',
  scan: 'Quét tại đây',
  show: 'Hiện',
  shown: 'Mã tập dượt',
  enter: 'Tập dượt',
  enterHint: 'Mọi bước với khách hàng tưởng tượng, trong một máy riêng.',
  midSale: 'Hãy xong giao dịch đang mở trước.',
  specimens: {
    member: { title: 'Một hội viên', about: 'Được tích điểm cho giao dịch.' },
    voucher: { title: 'Một phiếu', about: 'Dùng được cho mọi giao dịch.' },
    minimum: { title: 'Phiếu có mức tối thiểu', about: 'Giao dịch còn nhỏ hơn mức đó.' },
    used: { title: 'Luôn cùng một phiếu', about: 'Dùng được một lần. Lần hai là đã dùng.' },
    late: { title: 'Thẻ của một giờ trước', about: 'Là ảnh chụp, không phải điện thoại.' },
    expired: { title: 'Phiếu của hôm qua', about: 'Đã hết hạn.' },
    other_shop: { title: 'Phiếu của cửa hàng khác', about: 'Không nhận ở đây.' },
    forged: { title: 'Thẻ giả', about: 'Không rõ ai đã ký.' },
    damaged: { title: 'Mã bị hỏng', about: 'Một phần bị đọc sai.' },
    product: { title: 'Số trên sản phẩm', about: 'Không phải mã của chúng ta.' },
  },
};
