// Which rule decided, as far as people need to know it. Both apps have words for each.
export type DecisionRule =
  | 'voucher_spent'
  | 'already_claimed'
  | 'limit_sales'
  | 'limit_paid'
  | 'taken_back'
  | 'shut_out';

/** By the code of the refusal. */
const RULES: Readonly<Record<string, DecisionRule>> = {
  voucher_spent: 'voucher_spent',
  already_claimed: 'already_claimed',
  limit_sales: 'limit_sales',
  limit_tx: 'limit_paid',
  limit_wallet: 'limit_paid',
  nothing_left: 'taken_back',
  more_than_left: 'taken_back',
  revoked: 'shut_out',
  issuer_revoked: 'shut_out',
};

/** `undefined`: none of those; every code has words of its own. */
export function decisionRule(code: string): DecisionRule | undefined {
  return RULES[code];
}
