import type { PartLostWords } from './en.ts';

export const words: PartLostWords = {
  title: 'جزء من التطبيق ناقص',
  text: 'لا يصل إلا بعد فتح هذه الصفحة من جديد. المحفوظ يبقى؛ أكمل أولًا ما تكتبه هنا.',
  anew: 'فتح من جديد',
};
