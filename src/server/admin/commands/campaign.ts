// A voucher for everybody of an audience, once each, until the stock is gone. Running it again goes on where it stopped.
import type { MemberState, VoucherInstance } from '#loyalty/engine/outcome.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { voucherEndMs } from '#loyalty/engine/vouchers.ts';
import { eventsOfGroup, ownState } from '#loyalty/ledger/programme-group.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import { instantMs } from '#loyalty/time/window.ts';
import type { LoyaltyEvent, Voucher } from '#loyalty/programme/types.ts';
import {
  type AdminCommand,
  type AdminDeps,
  act,
  type Given,
  instantFromOption,
  noInstant,
} from '#server/admin/command.ts';
import { readDirectory } from '#server/push/read-directory.ts';
import { appendAudit } from '#server/audit/audit-log.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction, type Tx } from '#server/db/transaction.ts';
import { type CampaignId, giveBack, openStock, takeOne } from '#server/push/campaign-stock.ts';
import { campaignKey, forgetLost } from '#server/push/campaign-vouchers.ts';
import { createChangeStreams } from '#server/push/change-streams.ts';
import { takesMoneyOff, termsInForce, voucherIdOf } from '#server/push/credential.ts';
import type { Directory, KnownProgramme } from '#server/push/directory.ts';
import { issueVouchers } from '#server/push/issue-vouchers.ts';
import { lockParticipants } from '#server/push/locks.ts';
import { readLog } from '#server/push/member-log.ts';
import { usedOnce } from '#server/push/snapshot.ts';

/** The stock that is noted of a campaign without one. */
export const ENDLESS = 2 ** 31;

export const CAMPAIGN_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['voucher', 'campaign'],
    args: ['PROGRAMME', 'VOUCHER'],
    options: ['name', 'segment', 'tier', 'joined-before', 'stock', 'from', 'until'],
    about:
      'a voucher of the programme for its members: --name CAMPAIGN and who, how many, from when, until when (else as its terms say)',
    run: runCampaign,
  },
];

const PAGE = 200;

interface Campaign {
  readonly name: string;
  readonly programme: KnownProgramme;
  readonly voucher: string;
  readonly segment: string | undefined;
  readonly tier: string | undefined;
  readonly joinedBeforeMs: number;
  readonly stock: number;
  readonly fromMs: number;
  readonly untilMs: number | undefined;
}

async function runCampaign(deps: AdminDeps, args: readonly string[], { options }: Given): Promise<number> {
  const directory = await readDirectory(deps);
  const campaign = readCampaign(deps, directory, { args, options });
  if (typeof campaign === 'string') {
    deps.explain(campaign);
    return 1;
  }
  const { id } = campaign.programme.definition;
  const before = await openStock(deps.db, stockOf(campaign));
  const details = {
    voucher: campaign.voucher,
    campaign: campaign.name,
    stock: Math.min(campaign.stock, ENDLESS),
    from: new Date(campaign.fromMs).toISOString(),
  };
  await act(deps, { act: 'voucher campaign', target: id, details }, () => Promise.resolve());
  const issued = await issueToAll(deps, directory, campaign);
  await inTransaction(deps.db, deps.random, (tx) =>
    appendAudit(tx, {
      atMs: deps.clock.nowMs(),
      actor: deps.actor,
      act: 'voucher campaign ended',
      target: id,
      details: { campaign: campaign.name, issued },
    }),
  );
  deps.print(String(issued));
  const earlier = before === 0 ? '' : `, ${before} were issued before`;
  const end =
    campaign.untilMs === undefined ? '' : ` They end at ${new Date(campaign.untilMs).toISOString()}.`;
  deps.explain(`${issued} vouchers issued${earlier}; wallets get them at their next sync.${end}`);
  return 0;
}

function readCampaign(
  { clock }: AdminDeps,
  directory: Directory,
  { args, options }: { readonly args: readonly string[]; readonly options: Given['options'] },
): Campaign | string {
  const [programmeId, voucher] = args as [string, string];
  const programme = directory.programmes.get(programmeId);
  if (programme === undefined) return `There is no programme ${programmeId}.`;
  const { definition } = programme;
  const lists = [definition, ...(definition.versions ?? [])];
  const declares = (list: 'vouchers' | 'segments', id: string) =>
    lists.some((version) => (version[list] ?? []).some((each) => each.id === id));
  if (!declares('vouchers', voucher)) return `${programmeId} has no voucher ${voucher}.`;
  if (!takesMoneyOff(programme, voucher))
    return `${voucher} takes no money off: it is a benefit or an item, which no code of a voucher can say yet. Give one with "fix" or "pct".`;
  if (options.segment !== undefined && !declares('segments', options.segment))
    return `${programmeId} has no segment ${options.segment}.`;
  const tiers = lists.flatMap((list) =>
    (list.ladders ?? []).flatMap((ladder) => ladder.tiers.map((tier) => tier.id)),
  );
  if (options.tier !== undefined && !tiers.includes(options.tier))
    return `${programmeId} has no tier ${options.tier}.`;
  if (!/^[a-z0-9-]{1,40}$/.test(options.name ?? '')) return 'Call it something with --name: a-z, 0-9 and -.';
  const noDate = DATES.find((name) => options[name] !== undefined && instantOf(options, name) === undefined);
  if (noDate !== undefined) return noInstant(noDate, options[noDate]!);
  const [joinedBeforeMs = Infinity, fromMs = clock.nowMs(), wantedMs] = DATES.map((name) =>
    instantOf(options, name),
  );
  const beginsMs = Math.max(fromMs, clock.nowMs());
  const untilMs = endOf(programme, { voucher, beginsMs, wantedMs });
  if (untilMs !== undefined && untilMs <= clock.nowMs())
    return `It is over already: it ended at ${new Date(untilMs).toISOString()}.`;
  if (untilMs !== undefined && untilMs <= beginsMs) return 'It would be over before it begins.';
  const stock = options.stock === undefined ? Infinity : Number(options.stock);
  if (!(stock === Infinity || (Number.isSafeInteger(stock) && stock > 0)))
    return 'The stock is a whole number above 0.';
  const { segment, tier } = options;
  return { name: options.name!, programme, voucher, segment, tier, joinedBeforeMs, stock, fromMs, untilMs };
}

const DATES = ['joined-before', 'from', 'until'] as const;

function instantOf(options: Given['options'], name: (typeof DATES)[number]): number | undefined {
  const text = options[name];
  return text === undefined ? undefined : instantFromOption(text);
}

/** As of a voucher that the engine issues, or when the operator wants; never later than its terms say of all. */
function endOf(
  programme: KnownProgramme,
  given: { readonly voucher: string; readonly beginsMs: number; readonly wantedMs: number | undefined },
): number | undefined {
  const terms: Pick<Voucher, 'useIn' | 'until'> = termsInForce(programme, given.voucher) ?? {};
  const { zone } = programme.group.loaded.at(-1)!;
  if (given.wantedMs === undefined) return voucherEndMs(zone, terms, given.beginsMs);
  return Math.min(given.wantedMs, terms.until === undefined ? Infinity : instantMs(terms.until));
}

function stockOf({ name, programme, voucher }: Campaign): CampaignId {
  return { name, programme: programme.definition.id, voucher };
}

/** Members page by page along their keys, one transaction each: a campaign never holds up the tills. */
async function issueToAll(deps: AdminDeps, directory: Directory, campaign: Campaign): Promise<number> {
  let issued = 0;
  let last = { bucket: -1, id: '' };
  for (;;) {
    const { bucket, id } = last;
    const members = await deps.db
      .selectFrom('member')
      .select(['bucket', 'id'])
      .where((eb) => eb(eb.refTuple('bucket', 'id'), '>', eb.tuple(bucket, id)))
      .orderBy('bucket')
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const member of members) {
      const issue = (tx: Tx) => issueTo(tx, deps, { directory, campaign, memberId: member.id });
      const done = await inTransaction(deps.db, deps.random, issue);
      if (done === 'none left') return issued;
      if (done === 'issued') issued += 1;
    }
    if (members.length < PAGE) return issued;
    last = members.at(-1)!;
  }
}

async function issueTo(
  tx: Tx,
  { random, keys, clock }: AdminDeps,
  { directory, campaign, memberId }: { directory: Directory; campaign: Campaign; memberId: string },
): Promise<'issued' | 'passed over' | 'none left'> {
  const locked = await lockParticipants(tx, { devices: [], members: [memberId] });
  const nowMs = clock.nowMs();
  if (!isInAudience(campaign, await readLog(tx, memberId), memberId, nowMs)) return 'passed over';
  const { definition } = campaign.programme;
  const streams = createChangeStreams(locked.devices, nowMs);
  const instance: VoucherInstance = {
    key: campaignKey(campaign.name),
    member: memberId,
    programme: definition.id,
    voucher: campaign.voucher,
    issuedAt: instantFromSeconds(Math.floor(campaign.fromMs / 1000)),
    state: 'live',
    ...(campaign.untilMs === undefined
      ? {}
      : { until: instantFromSeconds(Math.floor(campaign.untilMs / 1000)) }),
  };
  const id = voucherIdOf(instance);
  // A server that was restored may have heard of the use, and not of the voucher.
  const used = await usedOnce(tx, bucketOf(memberId), [id]);
  if (used.size > 0) return 'passed over';
  const wasLost = await forgetLost(tx, id);
  if (await isKnown(tx, memberId, id)) return 'passed over';
  // One that was lost is counted already.
  if (!wasLost && !(await takeOne(tx, stockOf(campaign), campaign.stock))) return 'none left';
  const count = await issueVouchers({ tx, random, keys, directory, locked, streams, nowMs }, [instance]);
  if (count === 0) await giveBack(tx, stockOf(campaign));
  await streams.flush(tx);
  return count > 0 ? 'issued' : 'passed over';
}

async function isKnown(tx: Tx, memberId: string, voucherId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('voucher')
    .select('id')
    .where('bucket', '=', bucketOf(memberId))
    .where('id', '=', voucherId)
    .executeTakeFirst();
  return row !== undefined;
}

function isInAudience(
  { programme, segment, tier, joinedBeforeMs }: Campaign,
  log: readonly LoyaltyEvent[],
  memberId: string,
  nowMs: number,
): boolean {
  const { definition, group } = programme;
  const events = eventsOfGroup(log, group);
  const joined = events
    .filter((event) => event.type === 'enrol' && event['programme'] === definition.id)
    .map((event) => Date.parse(event.at));
  if (joined.length === 0 || Math.min(...joined) >= joinedBeforeMs) return false;
  if (segment === undefined && tier === undefined) return true;
  const now = instantFromSeconds(Math.floor(nowMs / 1000));
  const at = events.reduce((latest, event) => (event.at > latest ? event.at : latest), now);
  const whole: MemberState | undefined = replay(group.loaded, events, [{ at, member: memberId }]).states[0];
  const state = whole === undefined ? undefined : ownState(whole, group);
  const has = (ids: readonly (string | null)[], id: string) =>
    ids.some((each) => each === id || each?.endsWith(`/${id}`));
  return (
    state !== undefined &&
    (segment === undefined || has(state.segments, segment)) &&
    (tier === undefined || has(Object.values(state.tier), tier))
  );
}
