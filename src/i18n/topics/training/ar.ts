import type { TrainingWords } from './en.ts';

export const words: TrainingWords = {
  banner: 'تدريب',
  counts: 'لا شيء هنا حقيقي أو محسوب أو مُرسَل.',
  leave: 'مغادرة التدريب',
  codes: 'رموز التدريب',
  codesHint:
    'يُصنع كل رمز في حينه كما يفعل الهاتف. امسح واحدًا هنا، أو اعرضه وامسحه بصندوق آخر في وضع التدريب.',
  scan: 'مسح هنا',
  show: 'عرض',
  shown: 'رمز تدريب',
  enter: 'تدرّب',
  enterHint: 'كل الخطوات مع زبائن وهميين، في صندوق منفصل.',
  midSale: 'أنهِ البيع المفتوح أولًا.',
  specimens: {
    member: { title: 'عضو', about: 'يكسب نقاطًا عن البيع.' },
    voucher: { title: 'قسيمة', about: 'صالحة لأي بيع.' },
    minimum: { title: 'قسيمة بحد أدنى', about: 'البيع أقل من المطلوب.' },
    used: { title: 'القسيمة نفسها كل مرة', about: 'صالحة مرة. في الثانية تكون مستعملة.' },
    late: { title: 'بطاقة قبل ساعة', about: 'صورة بطاقة لا هاتف.' },
    expired: { title: 'قسيمة الأمس', about: 'انتهت مدتها.' },
    other_shop: { title: 'قسيمة متجر آخر', about: 'لا تُقبل هنا.' },
    forged: { title: 'بطاقة مزوّرة', about: 'موقّعة بمفتاح لا نعرفه.' },
    damaged: { title: 'رمز تالف', about: 'قُرئ جزء منه خطأ.' },
    product: { title: 'رقم على منتج', about: 'ليس رمزًا من رموزنا.' },
  },
};
