// Why something does not count although a shop says so: what support is asked about a member's vouchers and sales.
import { type AdminCommand, type AdminDeps, act } from '#server/admin/command.ts';
import { auditName, findMember } from '#server/admin/find-member.ts';
import { refusedAtTills } from '#server/admin/member-refusals.ts';
import { usedTwice } from '#server/admin/used-twice.ts';
import { readTills } from '#server/operator/tills.ts';

export const MEMBER_DISPUTE_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['member', 'disputes'],
    args: ['MEMBER'],
    about:
      'what tills have brought of a member, by id or by the name that the wallet shows, and was refused or lost (of the last 500 records of each till); vouchers used more than once, with each use and what it cost',
    run: showDisputes,
  },
];

async function showDisputes(deps: AdminDeps, [wanted]: readonly string[]): Promise<number> {
  const id = await findMember(deps, wanted!);
  if (id === undefined) return 1;
  const tills = await readTills(deps.db);
  const view = {
    id,
    usedTwice: await usedTwice(deps.db, id, tills),
    refusedAtTills: await refusedAtTills(deps.db, id, tills),
  };
  await act(deps, { act: 'member disputes', target: auditName(id) }, () => Promise.resolve());
  deps.print(JSON.stringify(view, undefined, 2));
  return 0;
}
