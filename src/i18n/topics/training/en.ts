// Words of practice mode.
export const words = {
  banner: 'Practice',
  counts: 'Nothing here counts, is sent or is real.',
  leave: 'Leave practice',
  codes: 'Practice codes',
  codesHint:
    'Each is made fresh, as a phone would. Scan one here, or show it and scan it with another till in practice.',
  scan: 'Scan here',
  show: 'Show',
  shown: 'Practice code',
  enter: 'Practise',
  enterHint: 'Every step with invented customers, in a till of its own.',
  midSale: 'Finish the open sale first.',
  specimens: {
    member: { title: 'A member', about: 'Earns points for the sale.' },
    voucher: { title: 'A voucher', about: 'Good for any sale.' },
    minimum: { title: 'A voucher with a minimum', about: 'The sale is too small for it.' },
    used: { title: 'The same voucher each time', about: 'Good once. The second time it is used up.' },
    late: { title: 'A pass of an hour ago', about: 'A picture of a pass, not a phone.' },
    expired: { title: 'A voucher of yesterday', about: 'It has lapsed.' },
    other_shop: { title: 'A voucher of another shop', about: 'Not to be taken here.' },
    forged: { title: 'A forged pass', about: 'Signed by nobody we know.' },
    damaged: { title: 'A damaged code', about: 'Part of it was misread.' },
    product: { title: 'The number on a product', about: 'No code of ours at all.' },
  },
};

export type TrainingWords = typeof words;
