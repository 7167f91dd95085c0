// Which programmes a person wants to see, and in which order. Pure.
import type { Locale } from '#base/locale.ts';
import type { OfferMerchant, ProgrammeOffer } from '#bridge/wallet-catalogue.ts';
import { finds, searchable } from '#i18n/searchable.ts';

export const ORDERS = ['joined', 'name', 'shops'] as const;
export type Order = (typeof ORDERS)[number];

export interface Filter {
  readonly text: string;
  /** Absent: all. */
  readonly kind?: string;
  /** Slug; absent: all. */
  readonly merchant?: string;
  readonly order: Order;
}

export const NO_FILTER: Filter = { text: '', order: 'joined' };

/** Every condition narrows; the order never takes anything away. */
export function filtered(
  offers: readonly ProgrammeOffer[],
  filter: Filter,
  locale: Locale,
): readonly ProgrammeOffer[] {
  const query = searchable(filter.text);
  return ordered(
    offers.filter(
      ({ kinds, merchants, searchText }) =>
        (filter.kind === undefined || kinds.includes(filter.kind)) &&
        (filter.merchant === undefined || merchants.some(({ slug }) => slug === filter.merchant)) &&
        (query === '' || finds(query, searchText)),
    ),
    filter.order,
    locale,
  );
}

/** The catalogue's own order decides between equals. */
function ordered(offers: readonly ProgrammeOffer[], order: Order, locale: Locale): readonly ProgrammeOffer[] {
  if (order === 'shops') return offers.toSorted((a, b) => b.merchants.length - a.merchants.length);
  if (order === 'joined') return offers.toSorted((a, b) => Number(b.joined) - Number(a.joined));
  const { compare } = new Intl.Collator(locale);
  return offers.toSorted((a, b) => compare(a.look.name, b.look.name));
}

/** The kinds that some programme has: a filter that finds nothing is not offered. */
export function kindsIn(offers: readonly ProgrammeOffer[], names: readonly string[]): readonly string[] {
  const present = new Set(offers.flatMap(({ kinds }) => kinds));
  return names.filter((kind) => present.has(kind));
}

export function merchantsIn(offers: readonly ProgrammeOffer[], locale: Locale): readonly OfferMerchant[] {
  const bySlug = new Map(offers.flatMap(({ merchants }) => merchants).map((one) => [one.slug, one]));
  const { compare } = new Intl.Collator(locale);
  return [...bySlug.values()].toSorted((a, b) => compare(a.name, b.name));
}
