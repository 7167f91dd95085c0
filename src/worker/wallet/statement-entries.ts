import type { ActivityEntry } from '#bridge/wallet-api.ts';
import type { StatementRow } from '#storage/statement-store.ts';
import { entryState } from './entry-parts.ts';
import { lookOf, wordOf } from './programme-words.ts';
import { postingView } from './why-view.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** What the member stated: rewards claimed, activities reported, days of their own. A refused one stays in the list with its reason. */
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
        kind: ENTRY_KINDS[row.said.kind],
        atMs: row.occurredAtMs,
        merchantName: look.merchantName,
        looks: [look],
        ...subjectOf(row, joined, world),
        postings: postings.map((posting) => postingView(world, joined, posting)),
        state: entryState(statementDecisions.get(row.recordId)),
      },
    ];
  });
}

const ENTRY_KINDS = { claim: 'claimed', report: 'reported', profile: 'told' } as const;

/** What was told of oneself, the list need not repeat. */
function subjectOf(
  { said }: StatementRow,
  joined: JoinedProgramme,
  world: WalletWorld,
): Pick<ActivityEntry, 'subject'> {
  return said.kind === 'profile' ? {} : { subject: subjectText(said, joined, world) };
}

function subjectText(
  said: Exclude<StatementRow['said'], { readonly kind: 'profile' }>,
  { programme }: JoinedProgramme,
  world: WalletWorld,
): string {
  const { rewards, activities } = programme.presentation;
  if (said.kind === 'claim') return wordOf(rewards?.[said.rewardId], said.rewardId, world);
  const words = activities?.[said.report.action];
  const name = wordOf(words?.name, said.report.action, world);
  if (words?.quantity === undefined || said.report.quantityField === undefined) return name;
  const quantity = world.format.quantity(said.quantity, words.quantity.scale);
  return `${name} · ${quantity} ${wordOf(words.quantity.name, '', world)}`;
}
