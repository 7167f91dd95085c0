import type { InboxWords } from './en.ts';

export const words: InboxWords = {
  title: 'Hộp thư',
  none: 'Không có gì cần xem',
  noneText:
    'Nếu một bản ghi không được tính, hoặc có việc làm nhân danh bạn trên điện thoại khác, nó hiện ở đây.',
  unread: (count) => `${count} mục cần xem`,
  kinds: {
    refused: 'Không được tính',
    conflict: 'Đã tính trước đó',
    recovered: 'Ví của bạn được khôi phục trên một điện thoại',
    recovery_code_set: 'Đã thiết lập mã khôi phục',
    recovery_passkey_set: 'Đã thiết lập khóa truy cập',
    recovery_passkey_removed: 'Đã gỡ khóa truy cập',
    device_linked: 'Đã liên kết một điện thoại',
    device_revoked: 'Đã gỡ một điện thoại',
    device_revoked_by_operator: 'Nhà vận hành đã gỡ một điện thoại',
    erased: 'Tài khoản của bạn đã bị xóa',
  },
  isNew: 'Mới',
  till: (number) => `Quầy ${number}`,

  sides: {
    till: 'Quầy',
    phone: 'Điện thoại này',
    server: 'Máy chủ',
  },
  rule: 'Quy tắc quyết định',
  counted: 'Lần dùng được tính',
  total: 'Mua hàng',
  discount: 'Đã được giảm',
  missed: 'Lẽ ra được',
  rules: {
    voucher_spent: 'Mỗi phiếu tính một lần. Máy chủ giữ lần dùng đến trước, và quyết định không bao giờ đổi.',
    already_claimed: 'Biên lai không tên thuộc về ai gửi trước.',
    limit_sales:
      'Mỗi quầy chỉ được bán đến một mức mỗi ngày. Phần vượt không được tính điểm: hãy hỏi cửa hàng.',
    limit_paid:
      'Khi ngoại tuyến, điện thoại chỉ trả bằng số điểm máy chủ đã dành sẵn cho nó. Phần vượt quá do cửa hàng chịu; điểm vẫn là của bạn.',
    taken_back: 'Mỗi lần mua chỉ được hoàn một lần, không quá phần đã bán.',
    shut_out: 'Lời của quầy hay điện thoại sau khi bị loại không được tính.',
    stated: 'Yêu cầu, lượt ghé hay báo cáo chỉ được tính nếu chương trình cho phép theo sổ của máy chủ.',
    told_late: 'Điều điện thoại báo thay bạn chỉ được tính nếu máy chủ nhận được trong 35 ngày.',
    other: 'Chỉ những gì thật, đúng hạn và do quầy đã đăng ký lập mới được tính.',
  },
  advice: {
    conflict:
      'Bạn giữ khoản đã giảm; cửa hàng thanh toán với nhà vận hành. Hãy lưu bằng chứng nếu có ai hỏi.',
    refused: 'Đưa bằng chứng cho cửa hàng nơi bạn mua. Họ tìm được giao dịch theo biên lai.',
    stated: 'Không có gì khác thay đổi. Hãy thử lại, hoặc đưa bằng chứng cho nhà vận hành.',
    told_late:
      'Không có gì khác thay đổi. Nếu lẽ ra vẫn phải được tính, hãy đưa bằng chứng cho nhà vận hành.',
    recovered: 'Không phải bạn? Hãy tạo mã khôi phục mới ngay và báo nhà vận hành.',
    recovery_code_set: 'Không phải bạn? Hãy tạo mã khôi phục mới ngay: mã kia sẽ hết hiệu lực.',
    recovery_passkey_set:
      'Không phải bạn? Hãy gỡ nó trong mục An toàn, và gỡ thiết bị đã thiết lập nó trong Thiết bị của tôi.',
    recovery_passkey_removed: 'Nó không khôi phục được gì nữa. Mã khôi phục, nếu bạn có, vẫn dùng được.',
    device_linked: 'Không phải bạn? Hãy gỡ nó trong Thiết bị của tôi và tạo mã khôi phục mới.',
    device_revoked: 'Phiếu của nó ở trên điện thoại đã gỡ nó.',
    device_revoked_by_operator:
      'Phiếu của nó ở trên điện thoại bạn dùng gần nhất. Điện thoại bị gỡ vẫn ở chỗ bạn? Hãy hỏi nhà vận hành.',
    erased:
      'Nhà vận hành đã làm theo yêu cầu. Những gì có trên điện thoại này đã mất; ví bắt đầu lại như một thành viên mới.',
  },
  by: (name) => `Bởi thiết bị ${name}`,
  here: 'Bởi điện thoại này',
  byOperator: 'Bởi nhà vận hành',
  revoked: (count) => `Thiết bị bị chặn: ${count}`,
  proof: 'Lưu bằng chứng',
  proofText: 'Tệp gồm lời khai đã ký của hai bên. Ai cũng kiểm tra được bằng khóa công khai.',
  saved: 'Đã tạo tệp',
  about: (name: string) => `Thiết bị: ${name}`,
  safety: 'Đến mục an toàn',
};
