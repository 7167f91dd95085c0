import type { SideClock } from '#bridge/common-views.ts';
import { DateTime } from './amount.tsx';

export interface SideClocksProps {
  readonly clocks: readonly SideClock[];
  readonly words: Readonly<Record<SideClock['side'], string>>;
  /** Of each row in its `dl`. */
  readonly rowClass: string | undefined;
}

/** When it was by the clock of each side; which of them is right, nobody says. */
export function SideClocks({ clocks, words, rowClass }: SideClocksProps) {
  return (
    <>
      {clocks.map(({ side, atMs }) => (
        <div key={side} class={rowClass}>
          <dt>{words[side]}</dt>
          <dd>
            <DateTime atMs={atMs} />
          </dd>
        </div>
      ))}
    </>
  );
}
