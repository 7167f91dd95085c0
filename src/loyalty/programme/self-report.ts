// What a member may report without any till: the definition says what is counted, its display data what may be reported.
import { editionsOf } from './editions.ts';
import type { Presentation } from './presentation.ts';
import type { Id, Match, Programme, Scalar, Test } from './types.ts';

/** What the event of a reported activity carries, so that the definition's matches hold for it. */
export interface SelfReport {
  readonly action: Id;
  /** The field that rules or metrics count; absent where only the fact counts. */
  readonly quantityField?: string;
  /** Fields that `scope` and the matches ask for besides the action. */
  readonly attributes: Readonly<Record<string, Scalar>>;
}

/** `undefined`: the programme does not take this activity on a member's word. */
export function selfReportOf(
  programme: Programme,
  presentation: Presentation,
  action: Id,
): SelfReport | undefined {
  if (presentation.activities?.[action] === undefined) return undefined;
  const uses = usesOf(programme, action);
  if (uses.length === 0) return undefined;
  const attributes: Record<string, Scalar> = {};
  for (const match of [programme.scope, ...uses.map(({ on }) => on)]) {
    for (const [field, test] of Object.entries(match?.where ?? {})) {
      const value = field === 'action' ? undefined : valueFor(test);
      if (value !== undefined) attributes[field] = value;
    }
  }
  const quantityField = uses.map(({ counts }) => counts).find((field) => field !== undefined);
  return { action, attributes, ...(quantityField === undefined ? {} : { quantityField }) };
}

/** Whether a rule or a metric of any version counts the action. */
export function countsAction(programme: Programme, action: Id): boolean {
  return usesOf(programme, action).length > 0;
}

interface Use {
  readonly on: Match;
  readonly counts: string | undefined;
}

/** Fields that say what a purchase cost, and nothing about an activity. */
const NOT_COUNTED: ReadonlySet<string> = new Set(['net', 'list', 'amount', 'payable', 'at', 'rec', 'member']);

function usesOf(programme: Programme, action: Id): readonly Use[] {
  return editionsOf(programme).flatMap(({ lists }) => {
    const rules = (lists.rules ?? []).flatMap((rule): readonly Use[] => {
      if (!('on' in rule)) return [];
      const earns = rule.do.flatMap((effect) => ('earn' in effect ? [effect.earn] : []));
      return [{ on: rule.on, counts: earns.map(({ of, times }) => times ?? of).find(isCounted) }];
    });
    const metrics = (lists.metrics ?? []).flatMap((metric): readonly Use[] =>
      'on' in metric ? [{ on: metric.on, counts: isCounted(metric.of) ? metric.of : undefined }] : [],
    );
    return [...rules, ...metrics].filter(({ on }) => namesAction(on, action));
  });
}

function isCounted(field: string | undefined): boolean {
  return field !== undefined && !NOT_COUNTED.has(field);
}

function namesAction({ type, where }: Match, action: Id): boolean {
  const isActivity = type === 'activity' || (Array.isArray(type) && type.includes('activity'));
  const test = where?.['action'];
  return isActivity && (test === action || (Array.isArray(test) && test.includes(action)));
}

function valueFor(test: Test): Scalar | undefined {
  if (typeof test !== 'object') return test;
  return Array.isArray(test) ? (test as readonly Scalar[])[0] : undefined;
}
