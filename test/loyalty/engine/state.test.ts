import { expect, test } from 'vitest';
import { ASK } from '#loyalty/engine/evaluate.ts';
import type { Fold } from '#loyalty/engine/scene.ts';
import { emptyState } from '#loyalty/engine/new-state.ts';
import type { State } from '#loyalty/engine/state.ts';
import { foldEvent } from '#loyalty/engine/step.ts';
import { runTicks, scheduleTicks } from '#loyalty/engine/ticks.ts';
import { timelineOf } from '#loyalty/engine/timeline.ts';
import { newUndo } from '#loyalty/engine/undo.ts';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import { event, load, type Written } from './tiny.ts';

const HISTORY: readonly Written[] = [
  { id: 'a', at: '01-05', amount: 250_000, merchant: 'sephora' },
  { id: 'b', at: '02-10', amount: 60_000, merchant: 'sephora', pay: [{ unit: 'bi', qty: 500 }] },
  { id: 'c', at: '03-01', type: 'refund', of: 'b', lines: [{ id: 'l1', amount: 7000 }] },
  { id: 'd', at: '03-03T18:00', type: 'redeem', reward: 'rouge-100' },
  { id: 'e', at: '03-10', amount: 30_000, merchant: 'sephora', use: ['rouge100'] },
];

function newFold(state: State): Fold {
  const programmes = load(PUBLISHED_DEFINITIONS['sephora'] as Programme);
  const byId = new Map(programmes.map((programme) => [programme.id, programme]));
  const output = { outcome: {}, postings: [], qualified: false };
  return {
    programmes,
    programmeById: byId,
    state,
    output,
    ask: ASK,
    undo: newUndo(false),
    recall: () => undefined,
    frozen: undefined,
    memberIds: undefined,
  };
}

function run(fold: Fold, from: number, to: number): void {
  const timeline = timelineOf(HISTORY.map(event));
  if (from === 0) scheduleTicks(fold, timeline[0]!.atMs);
  for (const { event: each, atMs } of timeline.slice(from, to)) {
    runTicks(fold, atMs);
    foldEvent(fold, each, atMs);
    if (each.id === 'd') expect(fold.output.outcome).toMatchObject({ accepted: true, spent: { bi: 2500 } });
  }
}

test.each([1, 2, 3, 4])('a copy of the state after %i events goes on as the original does', (stop) => {
  const original = newFold(emptyState());
  run(original, 0, stop);
  const copied = newFold(structuredClone(original.state));
  run(original, stop, HISTORY.length);
  run(copied, stop, HISTORY.length);
  expect(copied.state).toEqual(original.state);
});
