import type { PayWords } from './en.ts';

export const words: PayWords = {
  title: 'الدفع بالنقاط',
  to: 'ادفع إلى',
  remaining: 'المتبقي بعد ذلك',
  offlineLeft: 'المتبقي للإنفاق دون اتصال',
  confirm: 'ادفع الآن',
  cancel: 'لا أدفع',
  what: 'دفعة',
  show: 'أظهر هذا لأمين الصندوق',
  showHint: 'يمسح الصندوق هذا الرمز، ثم امسح إيصاله.',
  again: 'لقد أجبت هذا الطلب. هذا هو الرمز نفسه.',
  answered: 'استلم الصندوق هذه الدفعة.',
  paid: 'تم الدفع',
  voided: 'أُلغيت الدفعة',
  voidedText: 'عادت نقاطك.',
  open: 'لم يؤكده الصندوق بعد',
  showAgain: 'أظهر الرمز مجددًا',
  text: 'الرمز نصًا',
  challenge: {
    title: 'إثبات للصندوق',
    text: (merchant: string) => `${merchant} يطلب رمزًا يُنشأ الآن. اختر ما تعرضه.`,
    none: 'لا توجد قسيمة جاهزة لهذا المتجر.',
  },
  kinds: {
    paid: 'دفع بالنقاط',
    visited: 'زيارة',
  },
  spending: {
    title: 'الإنفاق دون اتصال',
    left: (points: string) => `${points} نقطة`,
    perPayment: (points: string) => `${points} كحد أقصى لكل دفعة`,
    until: (day: string) => `حتى ${day}`,
    why: {
      soft_key:
        'لا يستطيع هذا المتصفح حفظ مفتاحك بأمان، لذلك لا يمكن الإنفاق دون اتصال. جمع النقاط وكل ما سواه يعمل.',
      stopped: 'أُوقف هذا الهاتف: تناقضت دفعتان. اطلب المساعدة من برنامج المتجر.',
      nothing_reserved: 'لم يُحجز شيء بعد. اتصل مرة بعد جمع النقاط.',
      expired: 'انتهى الإذن. اتصل مرة لتجديده.',
    },
  },
  place: {
    online: 'فقط حين يكون الصندوق متصلًا',
    challenge: 'يعرض الصندوق رمزًا أولًا؛ امسحه',
    tills: (numbers: string) => `فقط عند الصندوق ${numbers}`,
  },
  problem: {
    open: 'لدى أمين الصندوق مشكلة',
    title: 'ماذا يقول الصندوق؟',
    language: 'لغة المتجر',
    forCashier: 'لأمين الصندوق',
    forYou: 'لك',
    other: 'سبب آخر',
  },
};
