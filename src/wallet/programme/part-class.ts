import styles from './score.module.css';

const SHADES = [styles['part0'], styles['part1'], styles['part2'], styles['part3']];

/** The shade of a part, in the chart and beside its name; from the fourth on all have the same. */
export function partClass(place: number): string {
  return SHADES[Math.min(place, SHADES.length - 1)] ?? '';
}
