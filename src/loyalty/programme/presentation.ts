// How a programme looks and speaks: beside its definition, never inside it, so that words may change and rules may not.
import type { Result } from '#base/result.ts';
import { MAX_DECLARATIONS, MAX_STRING_LENGTH } from './limits.ts';
import type { Problem } from './problem.ts';
import { readWhole } from './read.ts';
import { choice, list, map, may, must, object } from './shape.ts';
import type { ObjectShape, TextShape } from './shape.ts';
import { id, plainText } from './table-basics.ts';
import type { Id } from './types.ts';

export type Language = 'en' | 'fa' | 'ar' | 'zh' | 'vi';
export const LANGUAGES: readonly Language[] = ['en', 'fa', 'ar', 'zh', 'vi'];
/** One text in each language. */
export type Words = Readonly<Record<Language, string>>;

/** Drawn by the user interface; a programme only names one. */
export const ICON_NAMES = [
  'cup',
  'basket',
  'book',
  'plane',
  'bag',
  'star',
  'leaf',
  'phone',
  'film',
  'shoe',
  'balloon',
  'hanger',
  'lipstick',
  'clipboard',
  'passport',
  'parcel',
  'network',
  'cart',
  'abacus',
  'flask',
  'shirt',
  'handbag',
  'wallet',
  'bed',
  'gem',
  'mirror',
  'planet',
  'heart',
] as const;
export type IconName = (typeof ICON_NAMES)[number];

export interface Presentation {
  readonly programme: Id;
  /** `demo`: invented for trying out. `modelled`: after published rules, not affiliated, some parameters assumed. */
  readonly note: 'demo' | 'modelled';
  /** `#rrggbb`, readable under white text. */
  readonly colour: string;
  readonly icon: IconName;
  readonly name: Words;
  readonly about: Words;
  /** JSON pointers into the definition: parameters that no published source states. */
  readonly assumed?: readonly string[];
  readonly units?: Readonly<Record<Id, Words>>;
  readonly metrics?: Readonly<Record<Id, Words>>;
  readonly ladders?: Readonly<Record<Id, LadderWords>>;
  readonly vouchers?: Readonly<Record<Id, Words>>;
  readonly rewards?: Readonly<Record<Id, Words>>;
  readonly benefits?: Readonly<Record<Id, Words>>;
  readonly feed?: Readonly<Record<Id, Words>>;
  /** A sentence that explains what the rule did, with the placeholders of `RULE_PLACEHOLDERS`. */
  readonly rules?: Readonly<Record<Id, Words>>;
  /** By action: what a member may report by themself. An activity that is not named here comes from a merchant only. */
  readonly activities?: Readonly<Record<Id, ActivityWords>>;
}
export interface ActivityWords {
  readonly name: Words;
  /** What is counted, e.g. kilometres with `scale` 3 for metres in the definition; absent for a plain yes. */
  readonly quantity?: { readonly name: Words; readonly scale: 0 | 1 | 2 | 3 };
}
export interface LadderWords {
  readonly name: Words;
  readonly tiers: Readonly<Record<Id, Words>>;
}
/** `{qty}`: the quantity earned, in the unit's decimals. `{amount}`: the money or count that it was earned for. */
export const RULE_PLACEHOLDERS: readonly string[] = ['qty', 'amount'];

export interface PresentationRefusal {
  readonly kind: 'presentation_invalid';
  readonly problems: readonly Problem[];
}

const colour: TextShape = {
  kind: 'text',
  pattern: /^#[0-9a-f]{6}$/,
  maxLength: 7,
  what: 'a colour #rrggbb in lower-case hex',
};
const pointer: TextShape = {
  kind: 'text',
  pattern: /^(\/[A-Za-z0-9_-]+)+$/,
  maxLength: MAX_STRING_LENGTH,
  what: 'a JSON pointer, such as /units/0/expire',
};
const words: ObjectShape = object<Words>({
  en: must(plainText, 'English.'),
  fa: must(plainText, 'Persian.'),
  ar: must(plainText, 'Arabic.'),
  zh: must(plainText, 'Chinese.'),
  vi: must(plainText, 'Vietnamese.'),
});
const wordsById = map(id, words, MAX_DECLARATIONS);
const ladderWords = object<LadderWords>({
  name: must(words, 'Name of the ladder.'),
  tiers: must(wordsById, 'Names of its tiers.'),
});
const activityWords = object<ActivityWords>({
  name: must(words, 'Name of the activity.'),
  quantity: may(
    object<NonNullable<ActivityWords['quantity']>>({
      name: must(words, 'What is counted, in the plural.'),
      scale: must(choice(0, 1, 2, 3), 'Decimals of what is counted.'),
    }),
    'What is counted.',
  ),
});
export const presentationTable = object<Presentation>({
  programme: must(id, 'Id of the programme.'),
  note: must(choice('demo', 'modelled'), 'Where the rules come from.'),
  colour: must(colour, 'Accent colour.'),
  icon: must(choice(...ICON_NAMES), 'Icon.'),
  name: must(words, 'Name.'),
  about: must(words, 'One sentence about it.'),
  assumed: may(list(pointer, MAX_DECLARATIONS), 'Parameters that no published source states.'),
  units: may(wordsById, 'Names of units, in the plural.'),
  metrics: may(wordsById, 'Names of metrics.'),
  ladders: may(map(id, ladderWords, MAX_DECLARATIONS), 'Names of ladders and tiers.'),
  vouchers: may(wordsById, 'Names of vouchers.'),
  rewards: may(wordsById, 'Names of rewards.'),
  benefits: may(wordsById, 'Names of benefits.'),
  feed: may(wordsById, 'Headlines of feed items.'),
  rules: may(wordsById, 'Explanations of rules.'),
  activities: may(map(id, activityWords, MAX_DECLARATIONS), 'What a member may report by themself.'),
});

/** Reads display data from anywhere, as strictly as a definition; refusals list every problem. */
export function parsePresentation(input: unknown): Result<Presentation, PresentationRefusal> {
  return readWhole<Presentation, 'presentation_invalid'>(presentationTable, input, 'presentation_invalid');
}
