// The catalogue as a wallet shows it, made by the worker's own views from the published presets.
import type { CatalogueMerchant, CatalogueProgramme } from '#api/catalogue.ts';
import type { Locale } from '#base/locale.ts';
import type { FileReading, OfferView, ProgrammeOffer } from '#bridge/wallet-catalogue.ts';
import { createFormat } from '#i18n/format.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { PUBLISHED_MERCHANTS } from '#loyalty/programme/presets/published/merchants.ts';
import { publishedOffers } from '#loyalty/programme/presets/published/offers.ts';
import { parseProgrammeFile } from '#loyalty/programme/programme-file.ts';
import type { TrustedCatalogue } from '#worker/shared/catalogue.ts';
import { usableCatalogueFrom } from '#worker/shared/programmes.ts';
import { type AddedProgramme, usableFile } from '#worker/wallet/added-programmes.ts';
import { offeredProgrammes, offerView, programmeOffer } from '#worker/wallet/offer-view.ts';
import type { WalletWorld } from '#worker/wallet/wallet-world.ts';
import { SAMPLE_FILE } from './sample-file.ts';

const demo = demoCatalogue();

const MERCHANTS: readonly CatalogueMerchant[] = [
  ...demo.map(({ merchant, presentation, programme }) =>
    merchantOf(merchant.slug, presentation.name.en, programme.currency.code),
  ),
  ...Object.entries(PUBLISHED_MERCHANTS).map(([slug, { name, currency }]) =>
    merchantOf(slug, name, currency.code),
  ),
];

function merchantOf(slug: string, name: string, code: string): CatalogueMerchant {
  return { id: '00'.repeat(8), slug, name, currency: { code, exponent: 2 }, categories: [] };
}

/** The reply of a server with the whole demo seed, as far as programmes and merchants go. */
export function seededCatalogue(): TrustedCatalogue {
  const entries = [
    ...demo.map(({ programme, presentation, merchant }) => ({
      programme,
      presentation,
      merchants: [merchant.slug],
      sales: {},
    })),
    ...publishedOffers(),
  ];
  const programmes = entries.map(
    ({ programme, presentation, merchants, sales }, index): CatalogueProgramme => ({
      number: index + 1,
      definition: { ...programme },
      presentation: { ...presentation },
      merchants: [...merchants],
      sales,
    }),
  );
  return { reply: { programmes, merchants: [...MERCHANTS] } } as unknown as TrustedCatalogue;
}

const usable = usableCatalogueFrom(seededCatalogue());
const JOINED = ['copper-cup', 'starbucks', 'alibaba-88', 'baman'];

export function sampleOffers(locale: Locale, joined: boolean): readonly ProgrammeOffer[] {
  const world = worldOf(locale, joined);
  return offeredProgrammes(world).map((offered) => programmeOffer(offered, world));
}

export function sampleOffer(programmeId: string, locale: Locale, joined: boolean): OfferView | undefined {
  const world = worldOf(locale, joined);
  const offered = offeredProgrammes(world).find(({ programme }) => programme.id === programmeId);
  return offered === undefined ? undefined : offerView(offered, world);
}

export function sampleReading(text: string, locale: Locale): FileReading {
  const file = parseProgrammeFile(text);
  if (!file.ok) return { ok: false, error: { kind: 'problems', problems: file.error.problems } };
  const world = worldOf(locale, false);
  const programme = usableFile(file.value, { catalogue: usable, trusted: undefined, nowMs: world.nowMs })!;
  return { ok: true, value: offerView({ programme, origin: { kind: 'unverified', why: 'no_seal' } }, world) };
}

function worldOf(locale: Locale, joined: boolean): WalletWorld {
  const nowMs = Date.UTC(2026, 10, 22, 10, 42);
  const memberships = JOINED.map((programmeId) => ({ programmeId, recordId: '', joinedAtMs: 0 }));
  return {
    holdings: {
      receipts: [],
      payments: [],
      visits: [],
      memberships: joined ? memberships : [],
      vouchers: [],
      elsewhere: new Set(),
      hidden: new Set(['baman']),
      added: [],
      joinDecisions: new Map(),
      statements: [],
      statementDecisions: new Map(),
      reversalDecisions: new Map(),
    },
    catalogue: usable,
    joined: [],
    withdrawn: new Set(),
    added: joined ? [addedSample(nowMs)] : [],
    locale,
    format: createFormat(locale),
    nowMs,
  };
}

function addedSample(nowMs: number): AddedProgramme {
  const read = parseProgrammeFile(JSON.stringify(SAMPLE_FILE));
  if (!read.ok) throw new Error('the sample file is refused');
  const programme = usableFile(read.value, { catalogue: usable, trusted: undefined, nowMs })!;
  return { programme, file: read.value, origin: { kind: 'unverified', why: 'no_seal' }, addedAtMs: nowMs };
}
