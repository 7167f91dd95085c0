// Counts of what this process does, in the text format of Prometheus. Routes, statuses and kinds; never a device or member.
import type { MiddlewareHandler } from 'hono';
import type { Clock } from '#base/ports.ts';
import type { Log, LogEntry } from '#server/log.ts';

export interface Metrics {
  /** Counts and times every request by its route. */
  readonly middleware: MiddlewareHandler;
  /** Counts what passes through the log. */
  readonly counting: (log: Log) => Log;
  readonly text: () => string;
}

/** Seconds; a push of 50 records takes tens of milliseconds. */
const BOUNDS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const RESULTS = ['accepted', 'rejected', 'conflict', 'fork'] as const;

interface Timing {
  count: number;
  sumS: number;
  readonly buckets: number[];
}

export function createMetrics(clock: Clock): Metrics {
  const requests = new Map<string, number>();
  const timings = new Map<string, Timing>();
  const records = new Map<string, number>();
  const faults = new Map<string, number>();
  let inFlight = 0;
  const startedMs = clock.monotonicMs();
  return {
    middleware: async (context, next) => {
      const fromMs = clock.monotonicMs();
      inFlight += 1;
      try {
        await next();
      } finally {
        inFlight -= 1;
        const route = context.req.routePath;
        add(requests, labels({ method: context.req.method, route, status: String(context.res.status) }), 1);
        time(timings, labels({ route }), (clock.monotonicMs() - fromMs) / 1000);
      }
    },
    counting: (log) => (entry) => {
      countEntry(entry, records, faults);
      log(entry);
    },
    text: () =>
      [
        ...counter('tessera_requests_total', 'Requests by route and status', requests),
        ...histogram('tessera_request_seconds', 'Time to answer, by route', timings),
        ...counter('tessera_records_total', 'Pushed records by decision', records),
        ...counter('tessera_faults_total', 'Errors and warnings of the log by event', faults),
        ...gauge('tessera_requests_in_flight', 'Requests being answered', inFlight),
        ...gauge('tessera_uptime_seconds', 'Age of the process', (clock.monotonicMs() - startedMs) / 1000),
        ...gauge('tessera_memory_bytes', 'Resident memory', process.memoryUsage.rss()),
        '',
      ].join('\n'),
  };
}

function countEntry(entry: LogEntry, records: Map<string, number>, faults: Map<string, number>): void {
  if (entry.event === 'push')
    for (const result of RESULTS) add(records, labels({ result }), Number(entry[result] ?? 0));
  if (entry.level !== 'info') add(faults, labels({ level: entry.level, event: entry.event }), 1);
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function time(timings: Map<string, Timing>, key: string, seconds: number): void {
  const timing = timings.get(key) ?? { count: 0, sumS: 0, buckets: BOUNDS_S.map(() => 0) };
  timing.count += 1;
  timing.sumS += seconds;
  for (const [index, bound] of BOUNDS_S.entries()) if (seconds <= bound) timing.buckets[index]! += 1;
  timings.set(key, timing);
}

function labels(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${value.replaceAll(/["\\\n]/g, '_')}"`)
    .join(',');
}

function head(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function counter(name: string, help: string, counts: ReadonlyMap<string, number>): string[] {
  return [...head(name, help, 'counter'), ...[...counts].map(([key, value]) => `${name}{${key}} ${value}`)];
}

function gauge(name: string, help: string, value: number): string[] {
  return [...head(name, help, 'gauge'), `${name} ${value}`];
}

function histogram(name: string, help: string, timings: ReadonlyMap<string, Timing>): string[] {
  const lines = [...timings].flatMap(([key, { count, sumS, buckets }]) => [
    ...BOUNDS_S.map((bound, index) => `${name}_bucket{${key},le="${bound}"} ${buckets[index]}`),
    `${name}_bucket{${key},le="+Inf"} ${count}`,
    `${name}_sum{${key}} ${sumS}`,
    `${name}_count{${key}} ${count}`,
  ]);
  return [...head(name, help, 'histogram'), ...lines];
}
