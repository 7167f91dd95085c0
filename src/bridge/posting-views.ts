// Why a balance changed, step by step: of what happened and of what would happen alike.
import type { Factor, PostingKind } from '#loyalty/engine/outcome.ts';
import type { ProgrammeLook } from './common-views.ts';

export interface PostingView {
  readonly look: ProgrammeLook;
  readonly unitName: string;
  readonly qty: number;
  readonly scale: number;
  readonly pending: boolean;
  /** What kind of change it is: earned, spent, lapsed. */
  readonly kind: PostingKind;
  /** The rule in words, e.g. "1 point per full 1.00"; empty where time or the member did it. */
  readonly rule: string;
  /** The steps of the calculation; the last one is the quantity. */
  readonly steps: readonly StepView[];
  readonly usableMs?: number;
  readonly definition: DefinitionView;
}

export interface StepView {
  readonly kind: Factor['step'];
  readonly text: string;
}

/** Which terms a programme went by. */
export interface DefinitionView {
  /** 1 for the first version. */
  readonly number: number;
  /** Absent for terms that hold from the beginning. */
  readonly fromMs?: number;
  /** First digits of the definition's hash, to compare. */
  readonly hash: string;
}
