// What a member says by themself, without any till: plain texts under the signature of the journal record.
import { type Bytes, bytesFromText } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import type { JournalRecord } from './messages.ts';
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
    };

export const MAX_REPORTED_QUANTITY = 1_000_000_000;

const ID = /^[a-z0-9_-]{1,64}$/;
const QUANTITY = /^[1-9][0-9]{0,9}$/;

/** The texts of a statement as the parts of its record. */
export function statementParts(statement: MemberStatement): readonly Bytes[] {
  const texts =
    statement.kind === 'claim'
      ? [statement.programmeId, statement.rewardId]
      : [statement.programmeId, statement.action, String(statement.quantity)];
  return texts.map(bytesFromText);
}

/** Refusal: `claims_shape` for a text that can name nothing, or a quantity out of range. */
export function statementFrom({
  kind,
  parts,
}: Pick<JournalRecord, 'kind' | 'parts'>): Result<MemberStatement, ProtocolRefusal> {
  const [programmeId, name] = parts.map(idFrom);
  if (programmeId === undefined || name === undefined) return refuse('claims_shape', 'statement');
  if (kind === 'claim') return ok({ kind, programmeId, rewardId: name });
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

function asciiFrom(bytes: Bytes): string {
  return bytes.length > 64 ? '' : String.fromCharCode(...bytes);
}
