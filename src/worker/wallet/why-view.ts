// Why a balance changed: the rule, its calculation step by step, the terms in force, the receipt it came from.
import type { DefinitionView, PostingView, StepView } from '#bridge/posting-views.ts';
import type { ReceiptView } from '#bridge/wallet-api.ts';
import type { Factor, Posting } from '#loyalty/engine/outcome.ts';
import { type LoadedVersion, versionAt } from '#loyalty/engine/loaded.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import type { ReceiptContent } from '#storage/receipt-store.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import {
  type Tongue,
  amountText,
  byText,
  fractionText,
  lookOf,
  ruleOf,
  ruleSentence,
  scaleOf,
  unitName,
} from './programme-words.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

export function postingView(
  world: WalletWorld,
  { programme, fold }: Pick<JoinedProgramme, 'programme' | 'fold'>,
  posting: Posting,
): PostingView {
  const atMs = instantFromText(posting.at) ?? world.nowMs;
  const scale = scaleOf(programme, posting.unit, atMs);
  const told = { ...posting, scale };
  const usableMs = posting.usableFrom === undefined ? undefined : instantFromText(posting.usableFrom);
  return {
    look: lookOf(programme, world),
    unitName: unitName(programme, posting.unit, world),
    qty: posting.qty,
    scale,
    pending: posting.eventId !== undefined && fold?.pending.has(posting.eventId) === true,
    kind: posting.kind,
    rule: ruleSentence(programme, told, world),
    steps: stepViews(programme, told, world),
    ...(usableMs === undefined ? {} : { usableMs }),
    definition: definitionOf(programme, posting.definition),
  };
}

/** The terms by their hash; by the time of the event where a hash is not at hand. */
export function definitionOf({ loaded }: UsableProgramme, hash: string): DefinitionView {
  const index = loaded.versions.findIndex((version) => version.hash === hash);
  return viewOfVersion(loaded.versions[Math.max(0, index)]!, hash);
}

export function definitionAt({ loaded }: UsableProgramme, atMs: number): DefinitionView {
  const version = versionAt(loaded, atMs);
  return viewOfVersion(version, version.hash);
}

const HASH_DIGITS = 12;

function viewOfVersion({ index, fromMs }: LoadedVersion, hash: string): DefinitionView {
  return {
    number: index + 1,
    ...(fromMs === -Infinity ? {} : { fromMs }),
    hash: hash.slice(0, HASH_DIGITS),
  };
}

/** The steps by which a quantity came about, each a few signs: they read alike in every language. */
function stepViews(
  programme: UsableProgramme,
  posting: { readonly rule?: string; readonly scale: number; readonly factors?: readonly Factor[] },
  tongue: Tongue,
): readonly StepView[] {
  return (posting.factors ?? []).filter(changesSomething).map((factor) => ({
    kind: factor.step,
    text: stepText(programme, posting, { factor, tongue }),
  }));
}

/** A rate of one, as of a member without a level, is no step. */
function changesSomething({ step, value }: Factor): boolean {
  return step !== 'mult' || (typeof value === 'number' ? value !== 1 : value[0] !== value[1]);
}

function stepText(
  programme: UsableProgramme,
  posting: { readonly rule?: string; readonly scale: number },
  { factor, tongue }: { readonly factor: Factor; readonly tongue: Tongue },
): string {
  const rule = posting.rule === undefined ? undefined : ruleOf(programme, posting.rule);
  const { step, value, by } = factor;
  const [n, d] = typeof value === 'number' ? [value, 1] : value;
  const { format } = tongue;
  const quantity = (qty: number) => format.quantity(qty, posting.scale);
  switch (step) {
    case 'base':
      return amountText(programme, rule, n, tongue);
    case 'per':
      return `${amountText(programme, rule, n, tongue)} → ${quantity(d)}`;
    case 'maxPer':
      return `≤ ${amountText(programme, rule, n, tongue)} → ${quantity(d)}`;
    case 'mult':
      return `× ${fractionText(n, d, tongue)}${by === undefined ? '' : ` (${byText(programme, by, tongue)})`}`;
    case 'times':
      return `× ${format.integer(n)}`;
    case 'flat':
      return quantity(n);
    case 'round':
      return `= ${quantity(n)}`;
    case 'least':
      return `≥ ${quantity(n)}`;
    case 'cap':
      return `≤ ${quantity(n)}`;
  }
}

export function receiptView(content: ReceiptContent | undefined): ReceiptView | undefined {
  const { purchase, currency, tillReference } = content ?? {};
  if (purchase === undefined || currency === undefined) return undefined;
  return {
    lines: purchase.lines.map(({ amountMinor, category, store }) => ({
      category,
      amount: { amountMinor, currency },
      ...(store === undefined ? {} : { store }),
    })),
    ...(purchase.payWith === undefined ? {} : { payWith: purchase.payWith }),
    ...(tillReference === undefined ? {} : { tillReference }),
  };
}
