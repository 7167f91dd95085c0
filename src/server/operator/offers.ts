// What a merchant offers, each with the day on which it began: programmes, their vouchers, and campaigns that gave vouchers away.
import type { MerchantOffers, Offer } from '#api/operator.ts';
import type { AuditDetails } from '#server/audit/audit-log.ts';
import { readMerchants, readProgrammes } from '#server/catalogue-store.ts';
import type { Db } from '#server/db/transaction.ts';
import { idOf, type NamedProgramme, programmeNames } from './programme-names.ts';

const DAY_MS = 86_400_000;
/** The newest; older ones have had their look. */
const MOST_CAMPAIGNS = 200;

export async function readOffers(db: Db): Promise<MerchantOffers[]> {
  const programmes = await readProgrammes(db);
  const published = await readPublished(db);
  const campaigns = await readCampaigns(db);
  const named = programmeNames(programmes);
  const offersOf = programmes.map((each) => {
    const id = idOf(each);
    const names = named(id);
    const day = dayOf(published.get(id) ?? null);
    const programme: Offer = { reference: { kind: 'programme', programme: id }, name: names.name, day };
    const vouchers = voucherIds(each.definition).map((voucher): Offer => ({
      reference: { kind: 'voucher', programme: id, voucher },
      name: names.voucher(voucher),
      day,
    }));
    const given = campaigns.filter((campaign) => campaign.programme === id).map(offerFrom(names));
    return { merchants: each.merchants, offers: [programme, ...vouchers, ...given] };
  });
  return (await readMerchants(db)).map(({ slug, name, currency }) => ({
    slug,
    name,
    currency,
    offers: offersOf.filter(({ merchants }) => merchants.includes(slug)).flatMap(({ offers }) => offers),
  }));
}

function dayOf(atMs: number | null): number | null {
  return atMs === null ? null : Math.floor(atMs / DAY_MS);
}

/** Of all versions: what an earlier one gave out may still be used. */
function voucherIds(definition: Readonly<Record<string, unknown>>): readonly string[] {
  type Lists = { readonly vouchers?: readonly { readonly id: string }[] };
  const lists: readonly Lists[] = [definition, ...((definition['versions'] ?? []) as readonly Lists[])];
  return [...new Set(lists.flatMap(({ vouchers = [] }) => vouchers.map(({ id }) => id)))];
}

async function readPublished(db: Db): Promise<ReadonlyMap<string, number | null>> {
  const rows = await db.selectFrom('programme').select(['id', 'published_at']).execute();
  return new Map(rows.map(({ id, published_at }) => [id, published_at]));
}

interface Campaign {
  readonly programme: string;
  readonly voucher: string;
  readonly campaign: string;
  readonly fromMs: number;
}

/** As the audit log has them, the newest first; one that was run again began the first time. */
async function readCampaigns(db: Db): Promise<readonly Campaign[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['at', 'target', 'details'])
    .where('act', '=', 'voucher campaign')
    .orderBy('seq', 'desc')
    .limit(MOST_CAMPAIGNS)
    .execute();
  const found = rows.map(({ at, target, details }) => campaignFrom(target, details, at));
  const first = new Map(found.map((each) => [`${each.programme}/${each.voucher}/${each.campaign}`, each]));
  return [...first.values()];
}

function campaignFrom(programme: string, details: AuditDetails, at: number): Campaign {
  const from = Date.parse(String(details['from']));
  return {
    programme,
    voucher: String(details['voucher']),
    campaign: String(details['campaign']),
    fromMs: Number.isNaN(from) ? at : from,
  };
}

function offerFrom(names: NamedProgramme): (campaign: Campaign) => Offer {
  return ({ programme, voucher, campaign, fromMs }) => ({
    reference: { kind: 'campaign', programme, voucher, campaign },
    name: names.voucher(voucher),
    day: dayOf(fromMs),
  });
}
