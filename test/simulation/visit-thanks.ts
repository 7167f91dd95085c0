import type { Db } from '#server/db/transaction.ts';

const POINTS = 3;

/** None of the programmes counts visits by itself: a visit that is counted twice must show in somebody's balance. */
export async function thankForVisits(db: Db, shop: string): Promise<void> {
  const row = await db
    .selectFrom('programme')
    .select('definition')
    .where('id', '=', shop)
    .executeTakeFirstOrThrow();
  const { units, rules } = row.definition as {
    readonly units: readonly { readonly id: string }[];
    readonly rules: readonly unknown[];
  };
  const earn = { to: units[0]!.id, flat: POINTS };
  const thanks = { id: 'visit', on: { type: 'visit', where: { merchant: shop } }, do: [{ earn }] };
  const definition = JSON.stringify({ ...row.definition, rules: [...rules, thanks] });
  await db.updateTable('programme').set({ definition }).where('id', '=', shop).execute();
}
