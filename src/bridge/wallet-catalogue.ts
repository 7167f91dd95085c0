// What the wallet's window may ask about programmes that can be joined, and about those from a file or a link.
import type { Locale } from '#base/locale.ts';
import type { Outcome, ProgrammeLook } from './common-views.ts';

export interface WalletCatalogueApi {
  /** All that can be said of a programme before joining it. Refusals: `programme_unknown`. */
  offer(programmeId: string, locale: Locale): Promise<Outcome<OfferView>>;
  /** Takes a joined programme out of sight, or back. Nothing is lost and everything goes on counting. */
  hideProgramme(programmeId: string, hidden: boolean): Promise<Outcome<null>>;
  /** What a file, a pasted text or a link to this app holds; nothing is kept, nothing is fetched. */
  readProgrammeFile(input: string, locale: Locale): Promise<FileReading>;
  /** The same, kept on this device. Returns the programme's id. */
  addProgrammeFile(input: string): Promise<FileAdding>;
  removeProgrammeFile(programmeId: string): Promise<Outcome<null>>;
  /** A programme as a file and a link that hold all of it. Refusals: `programme_unknown`. */
  shareProgramme(programmeId: string): Promise<Outcome<SharedProgramme>>;
}

export interface ProgrammeOffer {
  readonly look: ProgrammeLook;
  readonly summary: string;
  readonly joined: boolean;
  /** Joined, and out of sight by choice. */
  readonly hidden: boolean;
  /** Names of `ProgrammeKind`. */
  readonly kinds: readonly string[];
  readonly merchants: readonly OfferMerchant[];
  readonly origin: OfferOrigin;
  /** Names of programme and merchants in all languages, made comparable by `searchable`. */
  readonly searchText: string;
}

export interface OfferMerchant {
  readonly slug: string;
  readonly name: string;
}

/**
 * `demo`: invented. `modelled`: after published rules, not affiliated. `unverified`: from a file that nobody known has sealed.
 * `verified`: from a file, and a merchant of the trust list stands by it.
 */
export type OfferOrigin =
  | { readonly kind: 'demo' | 'modelled' }
  | { readonly kind: 'unverified'; readonly why: 'no_seal' | 'unknown_key' | 'false_seal' }
  | { readonly kind: 'verified'; readonly by: string };

export interface OfferView {
  readonly offer: ProgrammeOffer;
  /** Sentences: what gives points and vouchers. */
  readonly earning: readonly string[];
  readonly rewards: readonly string[];
  readonly vouchers: readonly string[];
  readonly benefits: readonly string[];
  readonly ladders: readonly { readonly name: string; readonly tiers: readonly string[] }[];
  readonly lapsing: readonly UnitLife[];
  readonly needs: readonly { readonly look: ProgrammeLook; readonly joined: boolean }[];
  /** Parameters that no published source states, as steps from the list to the value. */
  readonly assumed: readonly (readonly string[])[];
  readonly edition: OfferEdition;
}

export interface UnitLife {
  readonly unitName: string;
  /** How long each lot lives, and how long without any movement; neither: for ever. */
  readonly expire?: LifeSpan;
  readonly idle?: LifeSpan;
}

export interface LifeSpan {
  readonly n: number;
  readonly unit: 's' | 'd' | 'w' | 'mo' | 'y';
}

export interface OfferEdition {
  readonly programmeId: string;
  /** Which set of terms is in force, of how many. */
  readonly number: number;
  readonly of: number;
  readonly sinceMs?: number;
  /** First 8 hex digits of the hash of the terms in force. */
  readonly hash: string;
}

/** A problem of a definition, in the words of the parser (English, for its author). */
export interface FileProblem {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

export type FileRefusal =
  | { readonly kind: 'problems'; readonly problems: readonly FileProblem[] }
  | { readonly kind: 'needs'; readonly programmes: readonly string[] }
  /** A link that leads to another place: nothing is ever fetched from there. */
  | { readonly kind: 'link_elsewhere'; readonly host: string }
  | {
      readonly kind: 'empty' | 'link_damaged' | 'too_large' | 'in_catalogue' | 'too_many' | 'storage';
    };

export type FileReading =
  | { readonly ok: true; readonly value: OfferView }
  | { readonly ok: false; readonly error: FileRefusal };
export type FileAdding =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly error: FileRefusal };

export interface SharedProgramme {
  readonly fileName: string;
  readonly text: string;
  /** Holds all of it behind the `#`, so no server ever sees it. */
  readonly link: string;
}
