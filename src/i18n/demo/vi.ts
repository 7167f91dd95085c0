import type { DemoWords } from './en.ts';

export const vi: DemoWords = {
  title: 'Tessera, hai phía của quầy',
  lead: 'Hai thiết bị trên một màn hình. Máy quét của mỗi bên chỉ thấy mã trên màn hình bên kia; ngoài ra không có gì truyền qua lại.',
  customer: 'Điện thoại của khách',
  till: 'Máy thu ngân',
  cut: 'Ngắt cả hai khỏi máy chủ',
  cutOn: 'Không có kết nối: hai thiết bị chỉ có nhau.',
  cutOff: 'Cả hai thiết bị đều kết nối được với máy chủ.',
  pairHint: 'Mã ghép nối máy thu ngân:',
  steps: [
    'Trên điện thoại, tham gia một chương trình; ghép nối máy thu ngân bằng mã do máy chủ in ra.',
    'Ngắt cả hai khỏi máy chủ.',
    'Hiện thẻ thành viên trên điện thoại, nhập số tiền ở máy thu ngân rồi quét: điểm của biên nhận có ngay trên điện thoại.',
    'Đưa ra một phiếu ưu đãi; máy thu ngân kiểm tra, trừ giảm giá và trả lời bằng một biên nhận.',
    'Kết nối lại: “đang chờ” tự chuyển thành “đã xác nhận”.',
  ],
};
