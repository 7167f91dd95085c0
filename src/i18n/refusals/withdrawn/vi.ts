import type { WithdrawnTexts } from '#i18n/refusal-kinds.ts';

const LATER = 'Hiện chưa dùng được. Vui lòng thử lại sau.';
const NOT_VALID = 'Mã này không có giá trị ở đây.';
const NEEDS_SERVER = 'Việc này cần kết nối mạng. Bạn không mất gì cả.';

const text = (headline: string, next: string, customer: string) => ({ headline, next, customer });

/** Of tills and vouchers that were good once and are no longer. */
export const withdrawnTexts: WithdrawnTexts = {
  cert_revoked: text(
    'Quầy này đã bị chặn',
    'Mọi thứ quầy này ký đều không được tính. Hãy xin cửa hàng biên nhận từ quầy khác.',
    'Nhà vận hành đã chặn quầy này.',
  ),
  voucher_withdrawn: text(
    'Đã bị thu hồi',
    'Bên phát hành đã thu hồi phiếu này. Không quầy nào nhận; hãy hỏi cửa hàng lý do.',
    'Bên phát hành đã thu hồi.',
  ),
  delegation_revoked: text(
    'Quầy này không được bán nữa',
    'Quầy đã thêm nó bị thu hồi, hoặc sáu chữ số không giống nhau. Hãy ghép nối quầy này bằng mã.',
    LATER,
  ),
  delegation_full: text(
    'Quầy kia đã thêm quá nhiều quầy',
    'Nhờ nhà vận hành xác nhận các quầy khác, hoặc ghép nối quầy này bằng mã.',
    LATER,
  ),
  issuer_revoked: text('Bên phát hành đã bị thu hồi', 'Không chấp nhận.', NOT_VALID),
  revoked: text('Đã bị thu hồi', 'Không chấp nhận.', 'Bên phát hành đã thu hồi.'),
  serial_unregistered: text('Quầy này chưa đăng ký', 'Hãy ghép nối lại quầy.', NEEDS_SERVER),
};
