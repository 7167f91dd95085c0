import type { WalletTexts } from '#i18n/refusal-kinds.ts';

const customer = 'Hiện chưa dùng được. Vui lòng thử lại sau.';

const text = (headline: string, next: string) => ({ headline, next, customer });

/** What only a wallet's own screens tell: a till loads none of it. */
export const walletTexts: WalletTexts = {
  told_late: text('Báo quá muộn', 'Chỉ được tính nếu máy chủ nhận được trong 35 ngày.'),
  recovery_code_incomplete: text('Mã chưa đủ', 'Mã có 28 ký tự: bảy nhóm bốn ký tự.'),
  recovery_code_mistyped: text('Mã có chỗ sai', 'Hãy so với giấy, từng ký tự một.'),
  recovery_unknown: text(
    'Không ai có mã này',
    'Có thể nó đã được thay bằng mã mới hơn. Hãy tìm tờ giấy mới nhất.',
  ),
  member_erased: text('Tài khoản của bạn đã bị xóa', 'Ví này bắt đầu lại từ đầu.'),
  wallet_in_use: text(
    'Ví này đã có thành viên',
    'Hãy khôi phục trên điện thoại hoặc trình duyệt chưa tham gia gì.',
  ),
  backup_unreadable: text(
    'Đây không phải bản sao lưu của Tessera',
    'Hãy chọn tệp có tên kết thúc bằng .backup.',
  ),
  backup_newer: text('Được tạo bởi phiên bản mới hơn', 'Hãy cập nhật ứng dụng rồi khôi phục lại.'),
  backup_wrong_secret: text('Không mở được tệp', 'Hãy thử mã hoặc cụm mật khẩu đã chọn khi tạo tệp.'),
  backup_damaged: text('Tệp bị hỏng', 'Tệp bị cắt hoặc thay đổi. Hãy dùng bản khác.'),
  backup_no_secret: text('Không có gì mở được tệp', 'Hãy cho mã khôi phục, cụm mật khẩu, hoặc cả hai.'),
  backup_weak_passphrase: text('Cụm mật khẩu quá ngắn', 'Cần ít nhất 12 ký tự.'),
  backup_before_recovery: text(
    'Trước hết hãy lấy lại tư cách thành viên',
    'Dùng “Tôi từng dùng Tessera” với mã khôi phục, rồi khôi phục tệp.',
  ),
  backup_other_member: text('Tệp này của người khác', 'Nó thuộc về thành viên khác với ví này.'),
  cert_revoked: text(
    'Quầy này đã bị chặn',
    'Mọi thứ quầy này ký đều không được tính. Hãy xin cửa hàng biên nhận từ quầy khác.',
  ),
  voucher_withdrawn: text(
    'Đã bị thu hồi',
    'Bên phát hành đã thu hồi phiếu này. Không quầy nào nhận; hãy hỏi cửa hàng lý do.',
  ),
};
