/** A bakery's stamp card, as somebody may have written it. */
export const SAMPLE_FILE = {
  id: 'stone-oven',
  tz: 'Europe/Berlin',
  currency: { code: 'EUR', exp: 2 },
  units: [{ id: 'stamp', scale: 0, expire: { n: 6, u: 'mo' } }],
  rules: [
    {
      id: 'visit',
      on: { type: 'purchase', where: { merchant: 'copper-cup' } },
      do: [{ earn: { to: 'stamp', flat: 1 } }],
    },
  ],
} as const;
