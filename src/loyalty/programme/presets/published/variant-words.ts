// Names of the variants of one programme: all else they share with it.
import type { Presentation } from '#loyalty/programme/presentation.ts';

/** By file name. */
export const VARIANT_WORDS: Readonly<
  Record<string, Pick<Presentation, 'name' | 'about' | 'icon' | 'colour'>>
> = {
  'alibaba-88-day88': {
    icon: 'balloon',
    colour: '#9c2a12',
    name: {
      en: '88 Members’ Day',
      fa: 'روز اعضای ۸۸',
      ar: 'يوم أعضاء 88',
      zh: '88 会员节',
      vi: 'Ngày hội viên 88',
    },
    about: {
      en: '88 Membership with its day: on 8 August super members take 88 yuan off 888, once a year.',
      fa: 'عضویت ۸۸ با روز ویژه‌اش: هشتم اوت اعضای برتر از ۸۸۸ یوان، ۸۸ یوان کمتر می‌دهند؛ سالی یک بار.',
      ar: 'عضوية 88 مع يومها: في 8 أغسطس يُخصم 88 يوانًا من 888 لكبار الأعضاء، مرة في السنة.',
      zh: '88 会员加会员节：每年 8 月 8 日，超级会员满 888 元减 88 元，一年一次。',
      vi: 'Hội viên 88 cùng ngày hội: mỗi 8 tháng 8, siêu hội viên được giảm 88 tệ cho đơn từ 888, mỗi năm một lần.',
    },
  },
  'alibaba-88-guess': {
    icon: 'hanger',
    colour: '#8c3b1d',
    name: {
      en: '88VIP at Guess',
      fa: '88VIP در گس',
      ar: '88VIP لدى غيس',
      zh: 'Guess × 88VIP',
      vi: '88VIP tại Guess',
    },
    about: {
      en: '88 Membership with a welcome of 10% off at the first purchase at Guess.',
      fa: 'عضویت ۸۸ با خوشامدی ده‌درصدی در نخستین خرید از گس.',
      ar: 'عضوية 88 مع ترحيب بخصم 10٪ عند أول شراء لدى غيس.',
      zh: '88 会员加 Guess 首购九折迎新券。',
      vi: 'Hội viên 88 kèm quà chào mừng giảm 10% sau lần mua đầu tại Guess.',
    },
  },
  'alibaba-88-loreal': {
    icon: 'lipstick',
    colour: '#a02a5e',
    name: {
      en: '88VIP at L’Oréal',
      fa: '88VIP در لورآل',
      ar: '88VIP لدى لوريال',
      zh: '欧莱雅 × 88VIP',
      vi: '88VIP tại L’Oréal',
    },
    about: {
      en: '88 Membership with the campaign of August 2018: four flagship stores, one basket, a coupon.',
      fa: 'عضویت ۸۸ با کارزار اوت ۲۰۱۸: چهار فروشگاه اصلی، یک سبد، یک کوپن.',
      ar: 'عضوية 88 مع حملة أغسطس 2018: أربعة متاجر رئيسية، وسلة واحدة، وقسيمة.',
      zh: '88 会员加 2018 年 8 月活动：四家旗舰店，跨店满减，再得一券。',
      vi: 'Hội viên 88 với chiến dịch tháng 8 năm 2018: bốn cửa hàng chính hãng, một giỏ hàng, một phiếu.',
    },
  },
  'alibaba-88-recorded': {
    icon: 'clipboard',
    colour: '#7d4a12',
    name: {
      en: '88 Membership, as recorded',
      fa: 'عضویت ۸۸، به تاریخ ثبت',
      ar: 'عضوية 88 حسب وقت التسجيل',
      zh: '88 会员（按记录时间）',
      vi: 'Hội viên 88, theo lúc ghi nhận',
    },
    about: {
      en: 'The same score, counted by when a purchase became known rather than when it happened.',
      fa: 'همان امتیاز، به حساب زمانی که خرید ثبت شد، نه زمانی که انجام شد.',
      ar: 'الدرجة نفسها، محسوبة بوقت معرفة الشراء لا بوقت حدوثه.',
      zh: '同样的淘气值，按购买被记录的时间而不是发生的时间计算。',
      vi: 'Vẫn điểm số ấy, tính theo lúc giao dịch được ghi nhận chứ không phải lúc diễn ra.',
    },
  },
};
