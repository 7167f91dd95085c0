// How often each fault and each outcome was met. A world in which nothing goes wrong proves nothing.
export interface Tally {
  readonly saw: (what: string) => void;
  readonly counts: ReadonlyMap<string, number>;
}

export function createTally(): Tally {
  const counts = new Map<string, number>();
  return { counts, saw: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1) };
}

/** Each fault, decision and deed that a run of many seeds must have met, else it has proved less than it says. */
const EXPECTED: readonly string[] = [
  'request lost, answer lost, delivered twice, old request again, server died, device killed',
  'disk rolled back, disk lost, wallet cloned, clock moved, server restored, weeks go by',
  'phone lost, phone shut out, phone revoked, till revoked, till stolen, member erased',
  'old client, old client updated, TX_SCOPE=all, TX_SCOPE=bucket',
  'accepted, rejected, conflict, fork',
  'joined, sold, redeemed, taken back, paid with points, checked in, voucher used at two tills',
  'recovered, phone linked, voucher moved, records relayed',
  'campaign voucher given, campaign voucher used, campaign voucher handed on',
].flatMap((line) => line.split(', '));
/** A hundred times in 10,000 seeds of 500 steps. */
const STEPS_PER_MEETING = 50_000;

/** What was met less often than a run of so many steps should; nothing is asked of a short one. */
export function tooSeldom(counts: ReadonlyMap<string, number>, steps: number): readonly string[] {
  const wanted = Math.floor(steps / STEPS_PER_MEETING);
  return EXPECTED.filter((what) => (counts.get(what) ?? 0) < wanted);
}
