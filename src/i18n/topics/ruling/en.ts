// Words about a record of the till that the server did not count, or counts at somebody's cost.
export const words = {
  title: 'What the server decided',
  sides: {
    phone: 'Customer’s phone',
    till: 'This till',
    server: 'Server',
  },
  rule: 'What decides',
  rules: {
    voucher_spent:
      'A voucher counts once. The server keeps the use that reached it first, and a decision never changes.',
    already_claimed: 'A receipt without a name belongs to whoever sends it first.',
    limit_sales: 'A till may sell only so much a day. What goes beyond earns nothing.',
    limit_paid:
      'Without a connection a phone pays only out of what the server has set aside for it. What goes beyond is the shop’s to bear.',
    taken_back: 'A sale is taken back once, and no more of it than was sold.',
    shut_out: 'What a till or phone says after it was shut out does not count.',
    other: 'Only what is genuine, in time and made by a registered till counts.',
  },
  changed: 'What it changes',
  changes: {
    conflict:
      'The customer keeps the discount. Who bears it follows from the signed times of all tills that took the voucher; the operator settles it.',
    earn: 'The customer gets no points for this sale. The money in your till is not touched.',
    redeem: 'The discount that you gave is not paid back to you.',
    pay: 'The points were not taken from the customer, and the shop is not paid for them.',
    undo: 'What was to be taken back stays as it was.',
  },
  advice: 'Ask the operator if this is wrong, and give them the proof.',
  proof: 'Save the proof',
  proofText: 'A file with the signed statements of both sides. Anybody can check it with public keys.',
  saved: 'The file was made',
};

export type RulingWords = typeof words;
