import { DAMAGED_KINDS, FORGED_KINDS, sameText } from '#i18n/refusal-kinds.ts';
import type { RefusalText, RefusalWords } from '#i18n/refusal-kinds.ts';

const UNREADABLE = 'Không đọc được mã này. Vui lòng đưa lại mã.';
const NOT_VALID = 'Mã này không có giá trị ở đây.';
const USED = 'Mã này đã được dùng rồi.';
const LATER = 'Hiện chưa dùng được. Vui lòng thử lại sau.';
const NEEDS_SERVER = 'Việc này cần kết nối mạng. Bạn không mất gì cả.';

const text = (headline: string, next: string, customer: string): RefusalText => ({
  headline,
  next,
  customer,
});

export const refusalsVi: RefusalWords = {
  texts: {
    ...sameText(DAMAGED_KINDS, text('Mã bị hỏng', 'Hãy xin mã mới rồi quét lại.', UNREADABLE)),
    ...sameText(FORGED_KINDS, text('Mã không thật', 'Không chấp nhận. Chưa ghi nhận gì.', NOT_VALID)),
    qr_unknown: text('Không phải mã Tessera', 'Hãy quét mã do ví hoặc quầy hiển thị.', NOT_VALID),
    wrong_type: text('Sai loại mã', 'Hãy xin đúng mã mà bước này cần.', NOT_VALID),
    unknown_issuer: text(
      'Không rõ bên phát hành',
      'Kết nối một lần để cập nhật danh sách cửa hàng rồi quét lại.',
      NOT_VALID,
    ),
    issuer_revoked: text('Bên phát hành đã bị thu hồi', 'Không chấp nhận.', NOT_VALID),
    trust_stale: text('Danh sách cửa hàng đã cũ', 'Kết nối một lần để làm mới.', NEEDS_SERVER),
    cert_expired: text(
      'Chứng nhận thiết bị đã hết hạn',
      'Điện thoại của khách cần kết nối một lần.',
      NEEDS_SERVER,
    ),
    cert_not_yet: text(
      'Chứng nhận thiết bị chưa có hiệu lực',
      'Kiểm tra đồng hồ của cả hai thiết bị.',
      LATER,
    ),
    cert_perm: text('Quầy này không được phép làm vậy', 'Hãy dùng quầy khác hoặc hỏi chủ cửa hàng.', LATER),
    clock_behind: text('Đồng hồ thiết bị này bị chậm', 'Đặt ngày giờ ở chế độ tự động rồi thử lại.', LATER),
    not_yet_valid: text('Chưa có hiệu lực', 'Xem ngày bắt đầu trên phiếu.', LATER),
    expired: text('Đã hết hạn', 'Không thể dùng nữa.', 'Mã này đã hết hạn.'),
    stale: text('Mã đã cũ', 'Nhờ khách mở lại. Mã sẽ tự làm mới.', UNREADABLE),
    from_future: text('Đồng hồ hai bên lệch nhau', 'Kiểm tra ngày giờ trên cả hai thiết bị.', LATER),
    challenge_mismatch: text(
      'Trả lời cho một yêu cầu khác',
      'Bắt đầu lại giao dịch và đưa yêu cầu mới.',
      UNREADABLE,
    ),
    challenge_expired: text('Yêu cầu đã quá hạn', 'Hãy đưa yêu cầu mới.', UNREADABLE),
    wrong_merchant: text('Thuộc cửa hàng khác', 'Không dùng được ở đây.', 'Mã này thuộc cửa hàng khác.'),
    wrong_terminal: text('Thuộc quầy khác', 'Mời khách đến đúng quầy.', NOT_VALID),
    revoked: text('Đã bị thu hồi', 'Không chấp nhận.', 'Bên phát hành đã thu hồi.'),
    status_stale: text('Danh sách thu hồi đã cũ', 'Kết nối một lần để làm mới.', NEEDS_SERVER),
    replayed: text('Đã quét rồi', 'Nhờ khách đưa mã mới.', USED),
    counter_regressed: text('Mã cũ hơn', 'Nhờ khách mở lại mã.', UNREADABLE),
    allowance_regressed: text(
      'Dữ liệu điện thoại bị lùi lại',
      'Không nhận điểm từ máy này cho đến khi máy kết nối.',
      NEEDS_SERVER,
    ),
    already_used_here: text('Đã dùng tại đây', 'Đã dùng tại quầy này. Không ghi nhận lần nữa.', USED),
    min_spend: text(
      'Chưa đạt mức tối thiểu',
      'Mua thêm hoặc giữ phiếu cho lần sau.',
      'Số tiền mua thấp hơn mức tối thiểu của phiếu.',
    ),
    limit_tx: text('Vượt hạn mức một giao dịch', 'Kết nối mạng hoặc dùng ít hơn.', NEEDS_SERVER),
    limit_voucher: text('Phiếu đã hết lượt', 'Không thể dùng lại.', USED),
    limit_wallet: text(
      'Máy này đã hết hạn mức ngoại tuyến',
      'Điện thoại của khách cần kết nối trước.',
      NEEDS_SERVER,
    ),
    limit_terminal: text('Quầy này đã hết hạn mức ngoại tuyến', 'Kết nối quầy rồi tiếp tục.', NEEDS_SERVER),
    offline_too_long: text('Ngoại tuyến quá lâu', 'Hãy kết nối thiết bị này một lần.', NEEDS_SERVER),
    online_required: text('Cần kết nối mạng', 'Phiếu này chỉ dùng khi trực tuyến.', NEEDS_SERVER),
    wrong_member: text(
      'Thuộc thành viên khác',
      'Biên nhận này lập cho người khác.',
      'Biên nhận này thuộc thành viên khác.',
    ),
    not_my_presentation: text(
      'Không phải của máy này',
      'Đây là trả lời cho phiếu do máy khác đưa ra.',
      'Mã này thuộc điện thoại khác.',
    ),
    unknown_merchant: text(
      'Chưa biết cửa hàng này',
      'Đã giữ lại và sẽ kiểm tra khi máy trực tuyến.',
      'Đã giữ lại, sẽ kiểm tra ở lần kết nối tới.',
    ),
    code_not_for_wallet: text('Mã dành cho quầy', 'Hãy quét mã do quầy hiển thị.', 'Mã này dành cho quầy.'),
    code_not_for_till: text('Mã dành cho ví', 'Hãy quét thẻ hoặc phiếu của khách.', 'Mã này dành cho ví.'),
    voucher_not_ready: text('Phiếu chưa sẵn sàng', 'Phiếu sẽ đến ở lần kết nối tới.', LATER),
    voucher_spent: text('Phiếu đã dùng', 'Không thể đưa ra lần nữa.', USED),
    voucher_expired: text('Phiếu đã hết hạn', 'Không thể dùng nữa.', 'Phiếu này đã hết hạn.'),
    programme_unknown: text(
      'Không tìm thấy chương trình',
      'Kết nối một lần để tải các chương trình hiện có.',
      NEEDS_SERVER,
    ),
    already_joined: text(
      'Bạn đã là thành viên',
      'Chương trình này đã có trong ví của bạn.',
      'Bạn đã là thành viên.',
    ),
    amount_missing: text('Chưa có số tiền', 'Hãy nhập số tiền mua trước.', LATER),
    category_unknown: text('Cửa hàng không có nhóm hàng này', 'Hãy chọn một nhóm trên màn hình.', LATER),
    too_many_lines: text(
      'Quá nhiều dòng cho một biên nhận',
      'Ghi phần còn lại thành giao dịch thứ hai.',
      LATER,
    ),
    record_unknown: text('Bản ghi này không có ở quầy này', 'Hãy tìm ở quầy đã tạo ra nó.', LATER),
    reading_gone: text('Lần quét đó đã đóng', 'Hãy quét lại mã.', UNREADABLE),
    storage_full: text('Bộ nhớ đã đầy', 'Giải phóng dung lượng rồi thử lại. Không mất gì cả.', LATER),
    storage_failed: text('Thiết bị không lưu được', 'Đóng các thẻ khác của ứng dụng rồi thử lại.', LATER),
    key_not_stored: text(
      'Trình duyệt này không giữ được khóa',
      'Bạn vẫn tích điểm được; tiêu điểm trên máy này cần có mạng.',
      LATER,
    ),
    camera_denied: text(
      'Chưa được phép dùng máy ảnh',
      'Cho phép máy ảnh trong cài đặt trình duyệt, hoặc dùng hình ảnh.',
      LATER,
    ),
    camera_absent: text('Không tìm thấy máy ảnh', 'Dùng hình chụp mã hoặc dán nội dung của mã.', LATER),
    camera_busy: text('Máy ảnh đang bận', 'Đóng ứng dụng khác đang dùng máy ảnh rồi thử lại.', LATER),
    camera_lost: text('Máy ảnh đã dừng', 'Hãy mở lại máy ảnh.', LATER),
    insecure_context: text('Máy ảnh cần địa chỉ an toàn', 'Hãy mở ứng dụng qua https.', LATER),
    decoder_absent: text('Không tải được bộ quét', 'Kết nối một lần rồi mở lại bộ quét.', LATER),
    no_code_in_image: text('Không có mã trong hình này', 'Chọn hình rõ hơn, thấy trọn mã.', UNREADABLE),
    image_without_code: text('Không có mã trong hình này', 'Chọn hình rõ hơn, thấy trọn mã.', UNREADABLE),
    image_unreadable: text('Tệp này không phải hình ảnh', 'Chọn ảnh chụp hoặc ảnh màn hình.', UNREADABLE),
    paste_empty: text('Không có gì để đọc', 'Hãy dán nội dung của mã trước.', LATER),
    paste_too_long: text('Nội dung quá dài', 'Chỉ dán nội dung của một mã.', LATER),
    server_unreachable: text(
      'Không kết nối được máy chủ',
      'Mọi thứ đã được lưu và sẽ tự gửi sau.',
      NEEDS_SERVER,
    ),
    not_enrolled: text('Thiết bị này chưa đăng ký', 'Kết nối một lần để đăng ký.', NEEDS_SERVER),
    pairing_code_unknown: text('Mã ghép nối không đúng', 'Kiểm tra lại mã hoặc xin mã mới.', LATER),
    pairing_code_used: text('Mã ghép nối đã dùng', 'Hãy xin mã mới.', LATER),
    pairing_code_expired: text('Mã ghép nối đã hết hạn', 'Hãy xin mã mới.', LATER),
    id_reused: text('Số bản ghi bị trùng', 'Không được tính. Hãy báo cho người vận hành.', LATER),
    already_claimed: text(
      'Có người nhận trước',
      'Một ví khác đã nhận biên nhận này.',
      'Biên nhận này đã được nhận.',
    ),
    server_key_changed: text('Khóa của máy chủ đã đổi', 'Hãy cập nhật ứng dụng trước khi tiếp tục.', LATER),
    clock_off: text('Đồng hồ không đúng', 'Đặt ngày giờ tự động. Sau đó sẽ tự gửi lại.', LATER),
    too_many_requests: text('Thử quá nhiều lần', 'Chờ một phút. Việc sẽ tự tiếp tục.', LATER),
    internal: text('Đã xảy ra lỗi', 'Hãy thử lại. Nếu vẫn lỗi, báo mã bên dưới.', LATER),
  },
  unknown: (kind) => text('Bị từ chối', `Hãy báo mã này: ${kind}`, LATER),
};
