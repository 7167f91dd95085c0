// Values that only make sense together: order, completeness, anchors.
import { canonicalJson } from './canonical.ts';
import { isDate } from '#loyalty/time/civil.ts';
import { instantMs } from './instant.ts';
import { describeValue } from './problem.ts';
import type { Report } from './report.ts';
import type { Cond, Dur, Earn, Expr, Int, Ladder, Metric, Programme, Rule, Tick } from './types.ts';
import type { NamedValues } from './named.ts';
import { visitProgramme } from './visit.ts';

export function lintValues(programme: Programme, report: Report): void {
  visitProgramme(programme, {
    Between: ([from, to], path) => ordered([from, to], path, report),
    Feed: ({ from, to }, path) => ordered([from, to], `${path}/to`, report),
    Benefit: ({ from, to }, path) => {
      if (from !== undefined && to !== undefined) ordered([from, to], `${path}/to`, report);
    },
    Steps: ([, steps], path) =>
      ascending(
        steps.map(([from]) => from),
        `${path}/1`,
        report,
      ),
    PayTable: (table, path) =>
      ascending(
        table.map(([quantity]) => quantity),
        path,
        report,
      ),
    Range: (range, path) => lintRange(range, path, report),
    Share: ([n, d], path) => {
      if (n > d) report.error(path, 'out_of_range', `${n}/${d}`, 'a share of at most 1');
    },
    Hours: ([from, to], path) => {
      if (from >= to)
        report.error(path, 'unordered', `[${from}, ${to}]`, 'the end after the start, on one day');
    },
    Dur: (duration, path) => lintAnchor(duration.snap, duration, path, report),
    Period: (period, path) => lintAnchor(period.this, period, path, report),
    Tick: (tick, path) => lintTick(tick, path, report),
    Occasion: (tick, path) => lintTick(tick, path, report),
    Metric: (metric, path) => lintMetric(metric, path, report),
    Earn: (earn, path) => lintEarn(earn, path, report),
    Rule: (rule, path) => lintRule(rule, path, report),
    Ladder: (ladder, path) => lintThresholds(ladder, path, report),
  });
  lintVersions(programme, report);
}

function ordered([from, to]: readonly [string, string], path: string, report: Report): void {
  if (instantMs(from)! < instantMs(to)!) return;
  report.error(path, 'unordered', `${from} to ${to}`, 'the end after the start');
}

function ascending(values: readonly Int[], path: string, report: Report): void {
  values.forEach((value, index) => {
    if (index === 0 || values[index - 1]! < value) return;
    report.error(`${path}/${index}/0`, 'not_ascending', String(value), `more than ${values[index - 1]}`);
  });
}

function lintRange(range: NamedValues['Range'], path: string, report: Report): void {
  const lows = [range.ge, range.gt === undefined ? undefined : range.gt + 1];
  const highs = [range.le, range.lt === undefined ? undefined : range.lt - 1];
  const low = Math.max(...lows.map((value) => value ?? -Infinity));
  const high = Math.min(...highs.map((value) => value ?? Infinity));
  if (low === -Infinity && high === Infinity) {
    report.error(path, 'incomplete', describeValue(range), 'at least one of ge, gt, le, lt');
  } else if (low > high) {
    report.error(path, 'contradiction', canonicalJson(range), 'a range that some integer lies in');
  }
}

/** "03-01" moves the start of a year, 6 the start of a week; days and months have no other start. */
function lintAnchor(
  unit: Dur['snap'],
  { anchor, cal }: Pick<Dur, 'anchor'> & Pick<Tick, 'cal'>,
  path: string,
  report: Report,
): void {
  if (anchor === undefined) return;
  if (typeof anchor === 'string') lintDay(anchor, cal, `${path}/anchor`, report);
  const fits = typeof anchor === 'string' ? unit === 'year' : unit === 'week';
  if (fits) return;
  const expected = typeof anchor === 'string' ? 'a year to start on that day' : 'a week to start on that day';
  report.error(`${path}/anchor`, 'anchor_mismatch', describeValue(anchor), expected);
}

function lintTick(tick: Tick, path: string, report: Report): void {
  (tick.md ?? []).forEach((text, index) => lintDay(text, tick.cal, `${path}/md/${index}`, report));
}

function lintDay(text: string, cal: Tick['cal'], path: string, report: Report): void {
  const [month, day] = text.split('-').map(Number) as [number, number];
  const exists = cal === 'persian' ? day <= (month <= 6 ? 31 : 30) : isDate(2000, month, day);
  const calendar = cal === 'persian' ? 'Persian' : 'Gregorian';
  if (!exists) report.error(path, 'contradiction', text, `a day of the ${calendar} calendar`);
}

function lintMetric(metric: Metric, path: string, report: Report): void {
  if (!('on' in metric)) return;
  if (metric.agg === 'distinct' && metric.by === undefined) {
    report.error(path, 'incomplete', 'agg "distinct" without by', 'by: which values are told apart');
  }
  if ((metric.agg === 'sum' || metric.agg === 'max') && metric.of === undefined) {
    report.error(path, 'incomplete', `agg "${metric.agg}" without of`, 'of: which number');
  }
}

function lintEarn(earn: Earn, path: string, report: Report): void {
  if (earn.flat === undefined && earn.per === undefined) {
    report.error(path, 'incomplete', 'neither flat nor per', 'a fixed quantity or a rate');
  }
  if (earn.flat !== undefined && earn.per !== undefined) {
    report.error(path, 'contradiction', 'both flat and per', 'a fixed quantity or a rate');
  }
  if (earn.times !== undefined && earn.flat === undefined) {
    report.error(
      `${path}/times`,
      'incomplete',
      'times without flat',
      'the fixed quantity that is multiplied',
    );
  }
}

function lintRule(rule: Rule, path: string, report: Report): void {
  if (!('reach' in rule)) return;
  if (rule.at === undefined && rule.every === undefined) {
    report.error(path, 'incomplete', 'reach without at or every', 'the step to reach');
  }
  if (rule.at !== undefined && rule.every !== undefined) {
    report.error(path, 'contradiction', 'both at and every', 'one step, or a step at every multiple');
  }
}

/** Tiers that test the same value with `ge` or `gt` must ask for more from tier to tier. */
function lintThresholds(ladder: Ladder, path: string, report: Report): void {
  const last = new Map<string, { readonly threshold: Int; readonly tier: string }>();
  ladder.tiers.forEach(({ id, if: condition }, index) => {
    const found = condition && thresholdOf(condition);
    if (!found) return;
    const key = canonicalJson(found.of);
    const before = last.get(key);
    last.set(key, { threshold: found.threshold, tier: id });
    if (before === undefined || before.threshold < found.threshold) return;
    report.error(
      `${path}/tiers/${index}/if`,
      'not_ascending',
      `threshold ${found.threshold}`,
      `more than ${before.threshold}, the threshold of the lower tier "${before.tier}"`,
    );
  });
}

function thresholdOf(condition: Cond): { readonly of: Expr; readonly threshold: Int } | undefined {
  if ('ge' in condition && typeof condition.ge[1] === 'number') {
    return { of: condition.ge[0], threshold: condition.ge[1] };
  }
  if ('gt' in condition && typeof condition.gt[1] === 'number') {
    return { of: condition.gt[0], threshold: condition.gt[1] + 1 };
  }
  return undefined;
}

function lintVersions(programme: Programme, report: Report): void {
  const versions = programme.versions ?? [];
  versions.forEach(({ from }, index) => {
    const before = versions[index - 1]?.from;
    if (before === undefined || instantMs(before)! < instantMs(from)!) return;
    report.error(`/versions/${index}/from`, 'not_ascending', from, `later than ${before}`);
  });
}
