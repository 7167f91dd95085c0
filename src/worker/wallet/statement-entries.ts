import type { ActivityEntry } from '#bridge/wallet-api.ts';
import type { StatementRow } from '#storage/statement-store.ts';
import { entryState } from './entry-parts.ts';
import { lookOf, wordOf } from './programme-words.ts';
import { postingView } from './why-view.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** What the member stated: rewards claimed, activities reported. A refused one stays in the list with its reason. */
export function statementEntries(world: WalletWorld): readonly ActivityEntry[] {
  const { statements, statementDecisions } = world.holdings;
  return statements.flatMap((row): readonly ActivityEntry[] => {
    const joined = world.joined.find(({ programme }) => programme.id === row.programmeId);
    if (joined === undefined) return [];
    const look = lookOf(joined.programme, world);
    const postings = joined.fold?.byEvent.get(row.recordId) ?? [];
    return [
      {
        id: row.recordId,
        kind: row.said.kind === 'claim' ? 'claimed' : 'reported',
        atMs: row.occurredAtMs,
        merchantName: look.merchantName,
        looks: [look],
        subject: subjectOf(row, joined, world),
        postings: postings.map((posting) => postingView(world, joined, posting)),
        state: entryState(statementDecisions.get(row.recordId)),
      },
    ];
  });
}

function subjectOf({ said }: StatementRow, { programme }: JoinedProgramme, world: WalletWorld): string {
  const { rewards, activities } = programme.presentation;
  if (said.kind === 'claim') return wordOf(rewards?.[said.rewardId], said.rewardId, world);
  const words = activities?.[said.report.action];
  const name = wordOf(words?.name, said.report.action, world);
  if (words?.quantity === undefined || said.report.quantityField === undefined) return name;
  const quantity = world.format.quantity(said.quantity, words.quantity.scale);
  return `${name} · ${quantity} ${wordOf(words.quantity.name, '', world)}`;
}
