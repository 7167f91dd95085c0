import type { ReportableView } from '#bridge/wallet-programme.ts';
import { matches, viewOf } from '#loyalty/engine/event-view.ts';
import { type LoadedVersion, type OnRule, versionAt } from '#loyalty/engine/loaded.ts';
import { reportEvent } from '#loyalty/ledger/statement-events.ts';
import { type SelfReport, selfReportOf } from '#loyalty/programme/self-report.ts';
import type { ActivityWords } from '#loyalty/programme/presentation.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { rulePromise, unitName, wordOf } from './programme-words.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** More than anybody does within a period, and far from the end of the numbers. */
const PLENTY = 100_000_000;

/** What a member may report, and how much of it still counts. */
export function reportableViews(joined: JoinedProgramme, world: WalletWorld): readonly ReportableView[] {
  const { programme, history } = joined;
  if (history === undefined) return [];
  const version = versionAt(programme.loaded, world.nowMs);
  return inOrder(programme).flatMap(([action, words]) => {
    const report = selfReportOf(programme.definition, programme.presentation, action);
    if (report === undefined) return [];
    const event = questionEvent(joined, report, words.quantity === undefined ? 1 : PLENTY);
    if (!isCounted(joined, version, event)) return [];
    return [reportableView(joined, { words, event, action, version, world })];
  });
}

/** In the order in which the definition counts them: maps that came over a wire have none of their own. */
function inOrder({ definition, presentation }: JoinedProgramme['programme']) {
  const text = JSON.stringify(definition);
  return Object.entries(presentation.activities ?? {}).toSorted(
    ([a], [b]) => text.indexOf(`"${a}"`) - text.indexOf(`"${b}"`),
  );
}

function questionEvent({ programme, history }: JoinedProgramme, report: SelfReport, quantity: number) {
  const { memberId, nextMs } = history!;
  const stated = { recordId: 'a-question', atMs: nextMs(), memberId, programmeId: programme.id };
  return reportEvent(stated, report, quantity);
}

interface Question {
  readonly action: string;
  readonly words: ActivityWords;
  /** As much of it as anybody could do: what it earns is what is left of the caps. */
  readonly event: LoyaltyEvent;
  readonly version: LoadedVersion;
  readonly world: WalletWorld;
}

function reportableView(
  joined: JoinedProgramme,
  { action, words, event, version, world }: Question,
): ReportableView {
  const { programme } = joined;
  const history = joined.history!;
  const rules = rulesFor(version, event);
  const left = leftOf(joined, rules, { event, version, world });
  const rule = rules.map((each) => rulePromise(programme, each, world)).find((text) => text !== undefined);
  const most = left === undefined ? undefined : quantityFor(rules, left.qty);
  return {
    action,
    name: wordOf(words.name, action, world),
    ...(rule === undefined ? {} : { rule }),
    ...(words.quantity === undefined
      ? {}
      : {
          quantity: {
            name: wordOf(words.quantity.name, '', world),
            scale: words.quantity.scale,
            ...(most === undefined ? {} : { most }),
          },
        }),
    ...(left === undefined ? {} : { left }),
    open: history.faultOf(event) === undefined,
  };
}

function leftOf(
  { programme, history }: JoinedProgramme,
  rules: readonly OnRule[],
  { event, version, world }: Pick<Question, 'event' | 'version' | 'world'>,
): ReportableView['left'] {
  const earns = rules.flatMap(({ do: effects }) =>
    effects.flatMap((effect) => ('earn' in effect ? [effect.earn] : [])),
  );
  const bounded = earns.find(({ cap }) => cap !== undefined && cap.length > 0);
  if (bounded === undefined) return undefined;
  const qty = history!.tryOut(event).earned?.[bounded.to] ?? 0;
  const scale = version.units.get(bounded.to)?.scale ?? 0;
  return { qty, scale, unitName: unitName(programme, bounded.to, world) };
}

/** The least quantity that earns as much; `undefined` where the rate is not a plain one. */
function quantityFor(rules: readonly OnRule[], qty: number): number | undefined {
  const [earn] = rules.flatMap(({ do: effects }) =>
    effects.flatMap((effect) => ('earn' in effect ? [effect.earn] : [])),
  );
  if (earn?.per === undefined || earn.mult !== undefined) return undefined;
  const [counted, gives] = earn.per;
  return Math.ceil((qty * counted) / gives);
}

function isCounted({ programme }: JoinedProgramme, version: LoadedVersion, event: LoyaltyEvent): boolean {
  if (rulesFor(version, event).length > 0) return true;
  return [...version.metrics.values()].some(
    (metric) =>
      metric.kind === 'events' &&
      matches(programme.loaded.collectors[metric.collector]!.on, viewOf(event, 0)),
  );
}

function rulesFor(version: LoadedVersion, event: LoyaltyEvent): readonly OnRule[] {
  const rules = version.onRules.get(event.type) ?? version.onRules.get('*') ?? [];
  return rules.filter(({ on }) => matches(on, viewOf(event, 0)));
}
