// What a member says by themself, without any till: plain texts under the signature of the journal record.
import { type Bytes, bytesFromText } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import type { JournalRecord } from './journal-message.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';

export type MemberStatement =
  /** The member asks for a reward. */
  | { readonly kind: 'claim'; readonly programmeId: string; readonly rewardId: string }
  /** The member did something; `quantity` in the smallest step of what is counted, 1 where nothing is. */
  | {
      readonly kind: 'report';
      readonly programmeId: string;
      readonly action: string;
      readonly quantity: number;
    }
  /** The member tells a day of their own, e.g. their birthday: month and day only, as `--MM-DD`. */
  | {
      readonly kind: 'profile';
      readonly programmeId: string;
      readonly attribute: string;
      readonly value: string;
    };

const STATEMENT_KINDS: ReadonlySet<string> = new Set<MemberStatement['kind']>(['claim', 'report', 'profile']);

/** Whether a record of this kind holds a statement. */
export function isStatementKind(kind: string): kind is MemberStatement['kind'] {
  return STATEMENT_KINDS.has(kind);
}

/** The same of what was in it. */
export function isStatement<T extends { readonly kind: string }>(
  contents: T,
): contents is Extract<T, MemberStatement> {
  return isStatementKind(contents.kind);
}

export const MAX_REPORTED_QUANTITY = 1_000_000_000;

const ID = /^[a-z0-9_-]{1,64}$/;
const QUANTITY = /^[1-9][0-9]{0,9}$/;

/** The texts of a statement as the parts of its record. */
export function statementParts(statement: MemberStatement): readonly Bytes[] {
  return textsOf(statement).map(bytesFromText);
}

function textsOf(statement: MemberStatement): readonly string[] {
  const { programmeId } = statement;
  switch (statement.kind) {
    case 'claim':
      return [programmeId, statement.rewardId];
    case 'report':
      return [programmeId, statement.action, String(statement.quantity)];
    case 'profile':
      return [programmeId, statement.attribute, statement.value];
  }
}

/** Refusal: `claims_shape` for a text that can name nothing, a quantity out of range, or a day that no year has. */
export function statementFrom({
  kind,
  parts,
}: Pick<JournalRecord, 'kind' | 'parts'>): Result<MemberStatement, ProtocolRefusal> {
  const [programmeId, name] = parts.map(idFrom);
  if (programmeId === undefined || name === undefined) return refuse('claims_shape', 'statement');
  if (kind === 'claim') return ok({ kind, programmeId, rewardId: name });
  if (kind === 'profile') {
    const value = dayFrom(parts[2]);
    return value === undefined
      ? refuse('claims_shape', 'statement')
      : ok({ kind, programmeId, attribute: name, value });
  }
  const quantity = quantityFrom(parts[2]);
  if (kind !== 'report' || quantity === undefined) return refuse('claims_shape', 'statement');
  return ok({ kind, programmeId, action: name, quantity });
}

/** Ids of programmes and of what is in them are plain ASCII (programme format): no other text can name one. */
export function idFrom(bytes: Bytes): string | undefined {
  const text = asciiFrom(bytes);
  return ID.test(text) ? text : undefined;
}

function quantityFrom(bytes: Bytes | undefined): number | undefined {
  const text = bytes === undefined ? '' : asciiFrom(bytes);
  const quantity = QUANTITY.test(text) ? Number(text) : 0;
  return quantity >= 1 && quantity <= MAX_REPORTED_QUANTITY ? quantity : undefined;
}

/** February has 29 days: who was born on the last of them has a birthday too. */
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `--MM-DD` (ISO 8601 without a year) of a month and day from 1; `undefined` when no year has such a day. */
export function dayText(month: number, day: number): string | undefined {
  const isDay = Number.isInteger(day) && day >= 1 && day <= (MONTH_DAYS[month - 1] ?? 0);
  return isDay ? `--${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` : undefined;
}

const DAY = /^--(\d\d)-(\d\d)$/;

function dayFrom(bytes: Bytes | undefined): string | undefined {
  const [, month, day] = DAY.exec(bytes === undefined ? '' : asciiFrom(bytes)) ?? [];
  return dayText(Number(month), Number(day));
}

function asciiFrom(bytes: Bytes): string {
  return bytes.length > 64 ? '' : String.fromCharCode(...bytes);
}
