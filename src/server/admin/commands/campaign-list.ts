// Campaigns as the audit log and their stock have them.
import type { AdminCommand, AdminDeps } from '#server/admin/command.ts';
import { tableRow } from '#server/admin/printable.ts';
import { ENDLESS } from './campaign.ts';

/** Runs, the newest; older ones are in the audit log. */
const MOST_RUNS = 500;

export const CAMPAIGN_LIST_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['campaign', 'list'],
    args: [],
    about:
      'every campaign, the newest run first: programme, voucher, name, since when, given, stock of the last run, left of it; - without a stock',
    run: listCampaigns,
  },
];

async function listCampaigns(deps: AdminDeps): Promise<number> {
  const runs = await readRuns(deps);
  const given = await readGiven(deps);
  for (const [key, { programme, voucher, name, from, stock }] of runs) {
    const taken = given.get(key) ?? 0;
    const room = stock < ENDLESS ? [stock, Math.max(0, stock - taken)] : ['-', '-'];
    deps.print(tableRow([programme, voucher, name, from, taken, ...room]));
  }
  if (runs.size === 0) deps.explain('There are no campaigns yet; voucher campaign begins one.');
  return 0;
}

interface CampaignRun {
  readonly programme: string;
  readonly voucher: string;
  readonly name: string;
  readonly from: string;
  readonly stock: number;
}

/** The stock is what the last run said, the day what the first one did. */
async function readRuns({ db }: AdminDeps): Promise<ReadonlyMap<string, CampaignRun>> {
  const rows = await db
    .selectFrom('audit')
    .select(['target', 'details'])
    .where('act', '=', 'voucher campaign')
    .orderBy('seq', 'desc')
    .limit(MOST_RUNS)
    .execute();
  const runs = new Map<string, CampaignRun>();
  for (const { target: programme, details } of rows) {
    const [voucher, name, from] = [details['voucher'], details['campaign'], details['from'] ?? '-'].map(
      String,
    );
    const key = keyOf(programme, voucher!, name!);
    const stock = runs.get(key)?.stock ?? Number(details['stock']);
    runs.set(key, { programme, voucher: voucher!, name: name!, from: from!, stock });
  }
  return runs;
}

async function readGiven({ db }: AdminDeps): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('campaign_stock')
    .select(['programme', 'voucher', 'campaign', 'taken'])
    .where('bucket', '>=', 0)
    .execute();
  return new Map(
    rows.map(({ programme, voucher, campaign, taken }) => [keyOf(programme, voucher, campaign), taken]),
  );
}

function keyOf(...parts: readonly string[]): string {
  return parts.join('/');
}
