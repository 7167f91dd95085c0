import type { NamedTill } from '#server/operator/tills.ts';

/** As `terminal list` has it. */
export function tillName({ merchant, number, name }: NamedTill): string {
  return `${merchant}/${number} ${name}`;
}
