// Words of the inbox: what did not count, and what was done elsewhere.
export const words = {
  title: 'Inbox',
  none: 'Nothing to look at',
  noneText: 'If a record does not count, or something is done in your name on another phone, it shows here.',
  unread: (count: string) => `${count} to look at`,
  kinds: {
    refused: 'Not counted',
    conflict: 'Counted before',
    recovered: 'Your wallet was brought back on a phone',
    recovery_code_set: 'A recovery code was set up',
    recovery_passkey_set: 'A passkey was set up',
    recovery_passkey_removed: 'A passkey was removed',
    device_linked: 'A phone was linked',
    device_revoked: 'A phone was removed',
    device_revoked_by_operator: 'The operator removed a phone',
    erased: 'Your account was erased',
  },
  isNew: 'New',
  till: (number: string) => `Till ${number}`,

  sides: {
    till: 'Till',
    phone: 'This phone',
    server: 'Server',
  },
  rule: 'What decides',
  counted: 'The use that counted',
  total: 'Purchase',
  discount: 'Discount given',
  missed: 'Would have given',
  rules: {
    voucher_spent:
      'A voucher counts once. The server keeps the use that reached it first, and a decision never changes.',
    already_claimed: 'A receipt without a name belongs to whoever sends it first.',
    limit_sales: 'A till may sell only so much a day. What goes beyond earns nothing: ask the shop.',
    limit_paid:
      'Without a connection a phone pays only out of what the server has set aside for it. What goes beyond is the shop’s to bear; your points stay yours.',
    taken_back: 'A sale is taken back once, and no more of it than was sold.',
    shut_out: 'What a till or phone says after it was shut out does not count.',
    stated: 'A claim, visit or report counts if the programme allows it by the server’s books.',
    told_late: 'What a phone says for you counts if the server hears of it within 35 days.',
    other: 'Only what is genuine, in time and made by a registered till counts.',
  },
  advice: {
    conflict:
      'You keep the discount you were given; the shop settles it with the operator. Save the proof if somebody asks.',
    refused: 'Show the proof at the shop where you bought. They can look up the sale by its receipt.',
    stated: 'Nothing else changed. Try it again, or show the proof to the operator.',
    told_late: 'Nothing else changed. Should it count all the same? Show the proof to the operator.',
    recovered: 'Was it not you? Make a new recovery code at once and tell the operator.',
    recovery_code_set: 'Was it not you? Make a new recovery code at once: the other one then stops working.',
    recovery_passkey_set:
      'Was it not you? Remove it under Safety, and the device that set it up under My devices.',
    recovery_passkey_removed:
      'It brings nothing back any more. A recovery code, if you have one, still does.',
    device_linked: 'Was it not you? Remove it under My devices and make a new recovery code.',
    device_revoked: 'Its vouchers are on the phone that removed it.',
    device_revoked_by_operator:
      'Its vouchers are on the phone of yours that was last in use. Do you still have the one that was removed? Ask the operator.',
    erased:
      'The operator did so on request. What was on this phone is gone; it starts anew as somebody else.',
  },
  by: (name: string) => `By device ${name}`,
  here: 'By this phone',
  byOperator: 'By the operator',
  revoked: (count: string) => `Devices shut out: ${count}`,
  proof: 'Save the proof',
  proofText: 'A file with the signed statements of both sides. Anybody can check it with public keys.',
  saved: 'The file was made',
  about: (name: string) => `Device: ${name}`,
  safety: 'Go to safety',
};

export type InboxWords = typeof words;
