import type { PasskeyWords } from './en.ts';

export const words: PasskeyWords = {
  lock: {
    means: 'Vân tay, khuôn mặt hoặc mật mã máy',
    pin: 'PIN của bạn',
    name: 'Khóa chi tiêu Tessera',
    set: 'Dùng vân tay, khuôn mặt hoặc mật mã máy',
    setText:
      'Từ đó, trước khi dùng phiếu và trả điểm, điện thoại sẽ hỏi cách bạn vẫn mở khóa máy. Không cần sóng, và Tessera không báo cho ai.',
    setGo: 'Thiết lập',
    remove: 'Gỡ vân tay và khuôn mặt',
    removeText: 'PIN của bạn vẫn còn và sẽ mở khóa từ đó.',
    removeOff: 'Không có PIN: khóa sẽ tắt, ai cầm máy đang mở đều có thể chi tiêu.',
    unlock: 'Mở bằng vân tay, khuôn mặt hoặc mật mã máy',
    notNow: 'Ở đây không thể hỏi vân tay, khuôn mặt hoặc mật mã máy',
    notNowText: 'Có thể khóa màn hình của máy đã tắt. Hãy bật lại rồi quay lại đây.',
    lostWithPin: 'Không dùng được nữa? PIN sẽ mở khóa.',
    lostAlone:
      'Hãy đặt thêm PIN làm cách thứ hai. Nếu không có và cách này hỏng: phiếu và điểm vẫn ở máy chủ, và chỉ mở lại ở đây sau khi xóa dữ liệu máy rồi tham gia lại hoặc khôi phục bằng mã khôi phục.',
  },
  recovery: {
    row: 'Đã có khóa truy cập',
    title: 'Khóa truy cập',
    name: 'Thành viên Tessera',
    text: 'Bên cạnh mã trên giấy: điện thoại mới đăng nhập cùng tài khoản của hãng sẽ lấy lại mọi thứ bằng vân tay, khuôn mặt hoặc mật mã máy. Ai mở được khóa truy cập của tài khoản đó cũng làm được như vậy.',
    only: 'Không có mã khôi phục, mất tài khoản đó là mất đường về: mã trên giấy không cần tài khoản nào.',
    set: (day: string) => `Thiết lập ngày ${day}`,
    make: 'Tạo khóa truy cập',
    renew: 'Tạo khóa truy cập mới',
    remove: 'Gỡ khóa truy cập',
    made: 'Khóa truy cập đã có hiệu lực',
    removed: 'Đã gỡ khóa truy cập. Nếu máy vẫn liệt kê, bạn có thể xóa nó ở đó.',
    useTitle: 'Hoặc bằng khóa truy cập',
    useText: 'Nếu bạn đã tạo, nó nằm trong tài khoản của điện thoại; khi đó không cần mã.',
    use: 'Dùng khóa truy cập',
  },
  faults: {
    passkey_cancelled: {
      headline: 'Điện thoại không trả lời',
      next: 'Đã hủy hoặc quá lâu. Chưa có gì thay đổi: hãy thử lại hoặc chọn cách khác.',
    },
    passkey_not_here: {
      headline: 'Không dùng được khóa truy cập ở đây',
      next: 'Trình duyệt hoặc địa chỉ này không hỗ trợ. PIN hoặc mã khôi phục dùng được ở mọi nơi.',
    },
    passkey_unknown: {
      headline: 'Ở đây không biết khóa truy cập này',
      next: 'Hãy chọn khóa khác hoặc dùng mã khôi phục.',
    },
    passkey_wrong: {
      headline: 'Khóa truy cập không được chấp nhận',
      next: 'Chưa có gì thay đổi. Hãy thử lại.',
    },
  },
};
