import type {
  IssuedVoucher,
  LadderChange,
  PlannedPosting,
  ProgrammeWhatIf,
  UnitChange,
  WhatIfView,
} from '#bridge/wallet-plan.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import type { MemberState, VoucherInstance } from '#loyalty/engine/outcome.ts';
import type { Ladder } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import type { Effect, Hypothesis, Supposed } from './hypothesis.ts';
import { type CheckedBasket, hypothesisFor, supposedPurchase } from './plan-basket.ts';
import { challengeChanges } from './plan-challenges.ts';
import { scoreChanges } from './plan-scores.ts';
import { missingText } from './quantity-words.ts';
import { postingView } from './why-view.ts';
import { currencyOf, lookOf, unitName, wordOf } from './programme-words.ts';
import { unsettledOf } from './unsettled.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** What the basket would do to every joined programme of its merchant: before and after, at the same instant. */
export function whatIfView(world: WalletWorld, checked: CheckedBasket): WhatIfView {
  const { merchant, joined, totalMinor, atMs } = checked;
  const purchase = supposedPurchase(world, checked.basket);
  const settled = joined.filter(({ unsettled }) => unsettled === undefined);
  const answers = settled.map((each) => ({
    look: lookOf(each.programme, world),
    answer: programmeWhatIf(world, each, { hypothesis: hypothesisFor(world, each, atMs), purchase }),
  }));
  return {
    merchantName: merchant.name,
    total: { amountMinor: totalMinor, currency: merchant.currency },
    atMs,
    programmes: answers.flatMap(({ answer }) => answer ?? []),
    unanswered: answers.filter(({ answer }) => answer === undefined).map(({ look }) => look),
    waiting: unsettledOf(joined, world),
  };
}

export interface Question {
  readonly hypothesis: Hypothesis | undefined;
  readonly purchase: Supposed;
}

/** `undefined` when the programme has no exact answer. */
export function programmeWhatIf(
  world: WalletWorld,
  joined: JoinedProgramme,
  { hypothesis, purchase }: Question,
): ProgrammeWhatIf | undefined {
  const effect = hypothesis?.effectOf(purchase);
  if (hypothesis === undefined || effect === undefined) return undefined;
  const { programme } = joined;
  const { discount } = effect.outcome;
  return {
    look: lookOf(programme, world),
    ...(discount === undefined
      ? {}
      : { discount: { amountMinor: discount, currency: currencyOf(programme) } }),
    units: unitChanges(programme, hypothesis, effect, world),
    postings: plannedPostings(joined, effect, world),
    ladders: ladderChanges(programme, hypothesis, effect, world),
    challenges: challengeChanges(programme, hypothesis, effect, world),
    scores: scoreChanges(programme, { hypothesis, effect, purchase }, world),
    issued: issuedVouchers(programme, effect.issued, world),
  };
}

/** The units that the purchase touches, in the order of the definition. */
function unitChanges(
  programme: UsableProgramme,
  { before, atMs }: Hypothesis,
  { outcome, state }: Effect,
  world: WalletWorld,
): readonly UnitChange[] {
  return [...versionAt(programme.loaded, atMs).units.values()].flatMap(({ id, scale }) => {
    const change = {
      earnedQty: outcome.earned?.[id] ?? 0,
      beforeQty: before.balance[id] ?? 0,
      afterQty: state.balance[id] ?? 0,
    };
    const isTouched = change.earnedQty !== 0 || change.beforeQty !== change.afterQty;
    return isTouched ? [{ unitId: id, unitName: unitName(programme, id, world), scale, ...change }] : [];
  });
}

function plannedPostings(
  joined: JoinedProgramme,
  { postings }: Effect,
  world: WalletWorld,
): readonly PlannedPosting[] {
  return postings.map((posting) => {
    const usableFromMs = posting.usableFrom === undefined ? undefined : instantFromText(posting.usableFrom);
    return {
      ...postingView(world, joined, posting),
      pending: false,
      ...(usableFromMs === undefined ? {} : { usableFromMs }),
    };
  });
}

/** Ladders that the purchase moves, or whose next level it brings nearer. */
function ladderChanges(
  programme: UsableProgramme,
  { before, atMs }: Hypothesis,
  { state }: Effect,
  world: WalletWorld,
): readonly LadderChange[] {
  return [...versionAt(programme.loaded, atMs).ladders.values()].flatMap((ladder) => {
    const [was, is] = [before, state].map((each) => standingOn(programme, ladder, each, world));
    const isSame = was!.tierId === is!.tierId && was!.missing?.text === is!.missing?.text;
    if (isSame) return [];
    return [
      {
        ladderId: ladder.id,
        moves: was!.tierId !== is!.tierId,
        ...(was!.name === undefined ? {} : { before: was!.name }),
        ...(is!.name === undefined ? {} : { after: is!.name }),
        ...(was!.missing === undefined ? {} : { missingBefore: was!.missing.text }),
        ...(is!.missing === undefined ? {} : { next: { name: is!.missing.name, missing: is!.missing.text } }),
      },
    ];
  });
}

function standingOn(programme: UsableProgramme, ladder: Ladder, state: MemberState, world: WalletWorld) {
  const words = programme.presentation.ladders?.[ladder.id]?.tiers;
  const tierId = state.tier[ladder.id] ?? undefined;
  const [nextId, qty] = state.missing[ladder.id] ?? [];
  const condition = ladder.tiers.find(({ id }) => id === nextId)?.if;
  return {
    tierId,
    name: tierId === undefined ? undefined : wordOf(words?.[tierId], tierId, world),
    missing:
      nextId === undefined || qty === undefined
        ? undefined
        : {
            name: wordOf(words?.[nextId], nextId, world),
            text: missingText(programme, condition, qty, world),
          },
  };
}

function issuedVouchers(
  programme: UsableProgramme,
  issued: readonly VoucherInstance[],
  world: WalletWorld,
): readonly IssuedVoucher[] {
  return [...new Set(issued.map(({ voucher }) => voucher))].map((id) => {
    const same = issued.filter(({ voucher }) => voucher === id);
    const until = same[0]?.until;
    const untilMs = until === undefined ? undefined : instantFromText(until);
    return {
      title: wordOf(programme.presentation.vouchers?.[id], id, world),
      count: same.length,
      ...(untilMs === undefined ? {} : { untilMs }),
    };
  });
}
