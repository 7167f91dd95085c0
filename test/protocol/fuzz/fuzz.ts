// Mutated messages against the verifiers. A case fails when it is accepted, throws, changes a memory, or looks one up
// before its signature has been checked.
import { type Bytes, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { REFUSAL_ORDER, type RefusalKind } from '#protocol/refusal.ts';
import { type Dice, diceOf } from './dice.ts';
import { EDITS } from './edits.ts';
import { FORGERIES, withOtherSignature } from './forgeries.ts';
import { type Judge, type Target, makeTargets } from './targets.ts';

export interface FuzzOptions {
  readonly seed: number;
  /** Number of the first case; a case depends on the seed and its number only. */
  readonly first?: number;
  readonly count: number;
  /** For the test of the fuzzer itself. */
  readonly targets?: readonly Target[];
}

export interface Failure {
  readonly seed: number;
  readonly number: number;
  readonly target: string;
  readonly how: readonly string[];
  /** A code, or bytes in hex. */
  readonly input: string;
  readonly fault: string;
}

export interface FuzzReport {
  readonly passed: number;
  readonly failures: readonly Failure[];
  /** How often each kind of change was tried, and each refusal given. */
  readonly changes: ReadonlyMap<string, number>;
  readonly refusals: ReadonlyMap<string, number>;
}

/** One edit with dice of its own, so that it does the same when another is left out. */
interface Step {
  readonly name: string;
  readonly seed: number;
}

interface Attempt {
  readonly target: Target;
  readonly judge: Judge;
  readonly how: readonly string[];
  readonly input: string | Bytes;
  /** Of edits: what `how` and `input` were made from. */
  readonly steps?: readonly Step[];
  /** Replays are looked up in the memory: that is what finds them. */
  readonly isReplay?: true;
}

const FIRST_STEP_WITH_MEMORY = 10;
const EARLY: ReadonlySet<RefusalKind> = new Set(
  REFUSAL_ORDER.flatMap(({ step, kinds }): readonly RefusalKind[] =>
    step < FIRST_STEP_WITH_MEMORY ? kinds : [],
  ),
);

export async function fuzz({ seed, count, first = 0, ...options }: FuzzOptions): Promise<FuzzReport> {
  const targets = options.targets ?? (await makeTargets());
  const failures: Failure[] = [];
  const changes = new Map<string, number>();
  const refusals = new Map<string, number>();
  for (let number = first; number < first + count; number++) {
    const attempt = await attemptOf(diceOf(seed, number), targets);
    for (const one of new Set(attempt.how)) changes.set(one, (changes.get(one) ?? 0) + 1);
    const { fault, refusal } = await findFault(attempt);
    refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
    if (fault === undefined) continue;
    const least = await shrink(attempt, targets);
    const input = typeof least.input === 'string' ? least.input : hexFromBytes(least.input);
    failures.push({ seed, number, target: least.target.name, how: least.how, input, fault });
  }
  return { passed: count - failures.length, failures, changes, refusals };
}

async function attemptOf(dice: Dice, targets: readonly Target[]): Promise<Attempt> {
  const target = dice.pick(targets);
  const family = dice.below(20);
  if (family === 0) return fedToAnother(target, dice, targets);
  if (family < 3 && target.again !== undefined) return replayed(target.again, target, dice);
  if (family < 12) {
    const how = dice.pick(Object.keys(FORGERIES));
    const input = await FORGERIES[how]!(target, dice);
    // Otherwise it does not apply to this message, or happens to have changed nothing.
    if (input !== undefined && !isGenuine(input, target, targets)) {
      return { target, judge: target.judge, how: [how], input };
    }
  }
  return edited(target, dice, targets);
}

/** One to three edits one after another. */
function edited(target: Target, dice: Dice, targets: readonly Target[]): Attempt {
  const steps = Array.from({ length: dice.pick([1, 1, 1, 2, 3]) }, () => ({
    name: dice.pick(Object.keys(EDITS)),
    seed: dice.below(2 ** 32),
  }));
  const attempt = editedBy(steps, target, targets);
  if (isGenuine(attempt.input, target, targets)) return edited(target, dice, targets);
  const asText = dice.below(4) === 0 && typeof attempt.input !== 'string';
  return asText ? { ...attempt, input: codeFromBytes(attempt.input as Bytes) } : attempt;
}

function editedBy(steps: readonly Step[], target: Target, targets: readonly Target[]): Attempt {
  const others = targets.map(({ genuine }) => genuine);
  let input = target.genuine;
  for (const { name, seed } of steps) if (input.length > 0) input = EDITS[name]!(input, diceOf(seed), others);
  return { target, judge: target.judge, how: steps.map(({ name }) => name), input, steps };
}

/** A genuine message shown to a verifier of another kind. */
function fedToAnother(target: Target, dice: Dice, targets: readonly Target[]): Attempt {
  const { judge } = dice.pick(targets.filter(({ verifier }) => verifier !== target.verifier));
  return { target, judge, how: ['shown to another verifier'], input: target.genuine };
}

function replayed(again: NonNullable<Target['again']>, target: Target, dice: Dice): Attempt {
  const message = dice.pick(again.messages);
  const input = dice.below(3) === 0 ? withOtherSignature(message) : message;
  return { target, judge: again.judge, how: ['replay'], input, isReplay: true };
}

async function findFault(attempt: Attempt): Promise<{ readonly fault?: string; readonly refusal: string }> {
  try {
    const { accepted, refusal, touched, changed } = await attempt.judge(attempt.input);
    const mayLook = attempt.isReplay === true || (refusal !== undefined && !EARLY.has(refusal));
    const name = refusal ?? 'known already';
    if (accepted) return { fault: 'accepted', refusal: 'none' };
    if (changed) return { fault: `memory changed (${name})`, refusal: name };
    if (touched && !mayLook)
      return { fault: `memory looked up before the signature (${name})`, refusal: name };
    return { refusal: name };
  } catch (thrown) {
    return {
      fault: `threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
      refusal: 'threw',
    };
  }
}

/** The fewest of its edits that still fail; as bytes rather than text where that fails too. */
async function shrink(attempt: Attempt, targets: readonly Target[]): Promise<Attempt> {
  const { steps } = attempt;
  if (steps === undefined) return attempt;
  const subsets = Array.from({ length: 2 ** steps.length - 1 }, (_, mask) =>
    steps.filter((_step, index) => ((mask + 1) >> index) & 1),
  ).toSorted((a, b) => a.length - b.length);
  for (const subset of subsets) {
    const smaller = editedBy(subset, attempt.target, targets);
    if (isGenuine(smaller.input, attempt.target, targets)) continue;
    if ((await findFault(smaller)).fault !== undefined) return smaller;
  }
  return attempt;
}

/** Its own message, or another that its verifier takes as well: two requests of one till differ in their ends only. */
function isGenuine(input: string | Bytes, { verifier }: Target, targets: readonly Target[]): boolean {
  return targets.some(
    (each) =>
      each.verifier === verifier &&
      (typeof input === 'string' ? input === codeFromBytes(each.genuine) : equalBytes(input, each.genuine)),
  );
}
