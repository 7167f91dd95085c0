import styles from './mosaic.module.css';

// A corner of a mosaic floor, thinning out: one digit per stone, 0 for a gap, up to 9 for the brightest.
const FLOOR = [
  '0000103526',
  '0000024357',
  '0000053648',
  '0000036285',
  '0000014537',
  '0000002614',
  '0000000325',
];
const SEAL_STONES = new Set(['1-8', '3-6', '5-9']);
const PITCH = 12;

/** Decoration: the stones that gave the app its name. */
export function Mosaic() {
  return (
    <svg class={styles.mosaic} viewBox="0 0 120 84" aria-hidden={true} focusable="false">
      {FLOOR.flatMap((row, y) =>
        [...row].map((stone, x) =>
          stone === '0' ? null : (
            <rect
              key={`${y}-${x}`}
              class={SEAL_STONES.has(`${y}-${x}`) ? styles.seal : undefined}
              x={x * PITCH + 1}
              y={y * PITCH + 1}
              width={PITCH - 2}
              height={PITCH - 2}
              rx={2}
              opacity={Number(stone) / 18}
            />
          ),
        ),
      )}
    </svg>
  );
}
