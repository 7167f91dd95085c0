import { sql } from 'kysely';

/** Those that were decided before there was a table of them, with what was booked for each: the discounts of the later ones. */
export const statement = sql`
  INSERT INTO redemption (bucket, voucher_use, receipt, at_s, programme, merchant, currency, amount, loss)
  SELECT (get_byte(voucher_use, 0) * 256 + get_byte(voucher_use, 1)) % 1024, voucher_use, receipt, at_s, programme,
    merchant, currency, given, CASE WHEN status = 'conflict' THEN given ELSE 0 END
  FROM (
    SELECT s.*, CASE WHEN total = 0 THEN (CASE WHEN undone IS NULL THEN discount ELSE 0 END)
      ELSE discount - div(discount::numeric * coalesce(undone, 0)::numeric, total::numeric)::bigint END AS given
    FROM (
      SELECT sale.*,
        (SELECT coalesce(sum(line::bigint), 0)::bigint FROM jsonb_array_elements_text(sale.lines) AS line) AS total,
        (SELECT sum(CASE WHEN undo.lines IS NULL
            THEN (SELECT coalesce(sum(line::bigint), 0) FROM jsonb_array_elements_text(sale.lines) AS line)
            ELSE (SELECT coalesce(sum((part->>'amountMinor')::bigint), 0) FROM jsonb_array_elements(undo.lines) AS part)
          END)::bigint
          FROM undo WHERE undo.bucket = sale.bucket AND undo.receipt = sale.receipt) AS undone
      FROM sale
      WHERE sale.voucher_use IS NOT NULL AND sale.programme IS NOT NULL
    ) AS s
  ) AS known
  ON CONFLICT DO NOTHING
`;
