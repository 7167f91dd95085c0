import type { AgendaItem } from '#bridge/wallet-calendar.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import type { Instant, LoyaltyEvent, Tick } from '#loyalty/programme/types.ts';
import { DAY_MS, localDayOf } from '#loyalty/time/civil.ts';
import { monthOfDateText, tickHoldsOnDay, type AnniversaryOf } from '#loyalty/time/tick.ts';
import { instantMs } from '#loyalty/time/window.ts';
import { instantFromLocal, localFromInstant } from '#loyalty/time/zone.ts';
import { type AgendaScope, endingItem, startingItem } from './agenda-item.ts';
import { rulePromise, wordOf } from './programme-words.ts';

/** Days that a programme makes special: birthdays, member days, campaigns that begin or end. */
export function occasionItems(scope: AgendaScope): readonly AgendaItem[] {
  return namedParts(scope).flatMap(({ id, title, part }) => {
    const found: Found = { days: [], spans: [] };
    collect(part, found);
    return [
      ...found.days.flatMap((day, index) => dayItems(scope, { id: `${id}#${index}`, title }, day)),
      ...found.spans.flatMap((span) => spanItems(scope, { id, title }, span)),
    ];
  });
}

interface Named {
  readonly id: string;
  readonly title: string;
}

/** What the programme has words for and may tie to a date. */
export function namedParts({
  world,
  joined,
}: Pick<AgendaScope, 'world' | 'joined'>): readonly (Named & { readonly part: unknown })[] {
  const { programme } = joined;
  const { presentation: words } = programme;
  const version = versionAt(programme.loaded, world.nowMs);
  const yearly = version.ticks.flatMap(({ what, tick }) =>
    what.kind === 'rule' && tick.anniv !== undefined ? [what.rule] : [],
  );
  const rules = [...new Set([...[...version.onRules.values()].flat(), ...yearly])].flatMap((rule) => {
    const title = rulePromise(programme, rule, world);
    const part = 'tick' in rule ? { ...rule, cal: rule.tick } : rule;
    return title === undefined ? [] : [{ id: `rule:${rule.id}`, title, part }];
  });
  const benefits = version.benefits.map((benefit) => ({
    id: `benefit:${benefit.id}`,
    title: wordOf(words.benefits?.[benefit.id], benefit.id, world),
    part: [benefit.if, { between: [benefit.from, benefit.to] }],
  }));
  const rewards = [...version.rewards.values()].map((reward) => ({
    id: `reward:${reward.id}`,
    title: wordOf(words.rewards?.[reward.id], reward.id, world),
    part: reward.if,
  }));
  const vouchers = version.autoVouchers.map((voucher) => ({
    id: `voucher:${voucher.id}`,
    title: wordOf(words.vouchers?.[voucher.id], voucher.id, world),
    part: [voucher.auto, voucher.if],
  }));
  return [...rules, ...benefits, ...rewards, ...vouchers];
}

type CalendarDay = Tick & { readonly month_of?: string };
type Span = readonly [Instant | undefined, Instant | undefined];

interface Found {
  readonly days: CalendarDay[];
  readonly spans: Span[];
}

/** Conditions on dates, wherever they stand; what must not hold is no occasion. The definition is data, read as data. */
function collect(node: unknown, found: Found): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'not') continue;
    if (key === 'cal' && typeof value === 'object') found.days.push(value as CalendarDay);
    else if (key === 'between' && Array.isArray(value)) found.spans.push(value as unknown as Span);
    else collect(value, found);
  }
}

/** A weekday comes again and again: the next weeks are enough. */
const WEEKDAYS_WITHIN_DAYS = 28;

function dayItems(scope: AgendaScope, { id, title }: Named, cal: CalendarDay): readonly AgendaItem[] {
  const { world, joined, untilMs } = scope;
  const { zone } = joined.programme.loaded;
  const { dow, dom, md, anniv, month_of: monthOf } = cal;
  // Hours alone make every day the same.
  if ([dow, dom, md, anniv, monthOf].every((part) => part === undefined)) return [];
  const isWeekly = dow !== undefined && [dom, md, anniv, monthOf].every((part) => part === undefined);
  const today = localDayOf(localFromInstant(zone, world.nowMs));
  const lastDay = isWeekly ? today + WEEKDAYS_WITHIN_DAYS : localDayOf(localFromInstant(zone, untilMs));
  const holds = holder(cal, attributesIn(scope.events));
  const items: AgendaItem[] = [];
  for (let day = today; day <= lastDay; day++) {
    // The first day of a run: of a month, or of several days on end.
    if (!holds(day) || (!isWeekly && holds(day - 1))) continue;
    const atMs = instantFromLocal(zone, day * DAY_MS);
    items.push(startingItem(scope, { kind: 'occasion', id: `${id}@${day}`, title, atMs }));
    if (!isWeekly) break;
  }
  return items;
}

function holder(cal: CalendarDay, attributeOf: AnniversaryOf): (day: number) => boolean {
  const month = cal.month_of === undefined ? undefined : monthOfDateText(attributeOf(cal.month_of));
  if (cal.month_of !== undefined && month === undefined) return () => false;
  const inMonth: Tick = { md: Array.from({ length: 31 }, (_, day) => monthDay(month ?? 0, day + 1)) };
  return (day) =>
    tickHoldsOnDay(cal, day, attributeOf) &&
    (month === undefined || tickHoldsOnDay(inMonth, day, attributeOf));
}

function monthDay(month: number, day: number): string {
  return `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** What the member told of themselves; the latest word counts. */
function attributesIn(events: readonly LoyaltyEvent[]): AnniversaryOf {
  const told = events
    .filter(({ type }) => type === 'profile')
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map((event) => event['set'] ?? {});
  const attributes: Readonly<Record<string, unknown>> = Object.assign({}, ...told);
  return (name) => {
    const value = attributes[name];
    return typeof value === 'string' ? value : undefined;
  };
}

function spanItems(scope: AgendaScope, { id, title }: Named, [from, to]: Span): readonly AgendaItem[] {
  const { world, untilMs } = scope;
  const fromMs = from === undefined ? -Infinity : instantMs(from);
  const toMs = to === undefined ? Infinity : instantMs(to);
  if (fromMs > world.nowMs && fromMs <= untilMs)
    return [startingItem(scope, { kind: 'occasion', id: `${id}@${from}`, title, atMs: fromMs })];
  if (fromMs <= world.nowMs && toMs > world.nowMs && toMs <= untilMs)
    return [endingItem(scope, { kind: 'ending', id: `${id}@${to}`, title, atMs: toMs })];
  return [];
}
