import type { Format } from '#i18n/format.ts';
import type { DoctorWords } from '#i18n/topics/doctor/en.ts';
import type { Finding, FindingValue } from './diagnosis.ts';

export interface Telling {
  readonly words: DoctorWords;
  readonly format: Format;
  readonly nowMs: number;
}

/** The state of a line in words. */
export function findingText({ code, value }: Finding, telling: Telling): string {
  const say = telling.words.findings[code];
  return typeof say === 'string' ? say : say(value === undefined ? '' : valueText(value, telling));
}

/** What to do about it; nothing for what is in order. */
export function todoText({ code }: Finding, { words }: Telling): string | undefined {
  return (words.todo as Readonly<Record<string, string>>)[code];
}

/** All lines as one text for support. Names, keys, codes and amounts are not in it. */
export function summaryText(findings: readonly Finding[], telling: Telling): string {
  const { words, format, nowMs } = telling;
  const lines = findings.map((finding) => {
    const todo = todoText(finding, telling);
    const state = `${words.lines[finding.line]}: ${findingText(finding, telling)}`;
    return todo === undefined ? state : `${state} [${words.states[finding.state]}] ${todo}`;
  });
  return [`${words.title} · ${format.dayTime(nowMs)}`, ...lines].join('\n');
}

function valueText({ as, of }: FindingValue, { words, format, nowMs }: Telling): string {
  if (typeof of === 'string') return of;
  switch (as) {
    case 'day':
      return format.day(of);
    case 'relative':
      return format.relative(of, nowMs);
    case 'milliseconds':
      return words.units.milliseconds(format.integer(of));
    case 'duration':
      return format.duration(of);
    case 'percent':
      return format.percent(of * 100);
    default:
      return format.integer(of);
  }
}
