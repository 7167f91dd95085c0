import type { SyncChange } from '#api/sync.ts';
import { bytesFromBase64, type Bytes } from '#base/bytes.ts';
import { visitEvent } from '#loyalty/ledger/pay-terms.ts';
import { selfReportOf } from '#loyalty/programme/self-report.ts';
import { RECORD_LIMITS } from '#protocol/cbor.ts';
import { verifySign1 } from '#protocol/cose-sign1.ts';
import { JOURNAL_RECORD } from '#protocol/journal-record.ts';
import { idFrom, type MemberStatement, statementFrom } from '#protocol/member-statement.ts';
import type { JournalRecord } from '#protocol/journal-message.ts';
import { openPoster } from '#protocol/poster.ts';
import { openAs } from '#protocol/open-message.ts';
import type { StatementRow } from '#storage/statement-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import type { TrustedCatalogue } from '#worker/shared/catalogue.ts';
import type { EnrolledDevice } from './enrol.ts';
import type { PreparedChange } from './keep-changes.ts';
import type { WalletDeps } from './wallet-deps.ts';

interface Reading {
  readonly deps: Pick<WalletDeps, 'usable'>;
  readonly device: Pick<EnrolledDevice, 'memberId'>;
  readonly trusted: Pick<TrustedCatalogue, 'trustList'>;
  readonly serverNowMs: number;
  readonly refreshCatalogue: () => Promise<unknown>;
}

/**
 * What the member said by one of their devices, be it this one before its profile was put back. The key is that of the device
 * by the server's word, like the decision itself; the record proves that nobody changed what was said. `undefined`: not
 * genuine, or it was not accepted and so counts nowhere. One that speaks of a poster or programme unknown here is read again.
 */
export async function readRecord(
  reading: Reading,
  change: Extract<SyncChange, { readonly kind: 'record' }>,
): Promise<PreparedChange | undefined> {
  const { serverNowMs } = reading;
  const record = await sealedBy(bytesFromBase64(change.cose), bytesFromBase64(change.key));
  if (record === undefined || change.status !== 'accepted') return undefined;
  const keep = await keeperOf(reading, record);
  if (keep === undefined) return { isUnread: true, topics: [] };
  const { status } = change;
  return {
    heard: { id: record.eventId, change, atMs: record.occurredAtMs },
    write: async (repositories) => {
      await keep(repositories);
      await repositories.decisions.put([{ id: record.eventId, status }], serverNowMs);
    },
    topics: ['programmes', 'vouchers', 'activity'],
  };
}

async function sealedBy(cose: Bytes | undefined, key: Bytes | undefined): Promise<JournalRecord | undefined> {
  const opened = cose && openAs(JOURNAL_RECORD, cose, RECORD_LIMITS);
  if (key === undefined || opened === undefined || !opened.ok) return undefined;
  const { sign1, value } = opened.value;
  return (await verifySign1(sign1, key)) ? value : undefined;
}

type Keeper = (repositories: WalletRepositories) => Promise<void>;

async function keeperOf(reading: Reading, record: JournalRecord): Promise<Keeper | undefined> {
  const { kind, parts, eventId: recordId, occurredAtMs } = record;
  if (kind === 'join') {
    const programmeId = parts[0] && idFrom(parts[0]);
    // The join that counts takes the place of one that this wallet made on its own later, or before it was put back.
    return programmeId === undefined
      ? undefined
      : ({ memberships }) => memberships.put({ programmeId, recordId, joinedAtMs: occurredAtMs });
  }
  if (kind === 'visit') return visitKeeper(reading, record);
  const statement = statementFrom(record);
  const said = statement.ok ? await saidOf(reading, statement.value) : undefined;
  if (!statement.ok || said === undefined) return undefined;
  // The intent is known only where it was formed; elsewhere the record stands for it.
  const row = { recordId, intentId: recordId, programmeId: statement.value.programmeId, occurredAtMs, said };
  return async ({ statements }) => {
    if ((await statements.get(recordId)) === undefined) await statements.put(row);
  };
}

/** By the time at which it was reported: the poster may have come to its end since. */
async function visitKeeper(
  { trusted, device }: Reading,
  { parts, eventId: recordId, occurredAtMs }: JournalRecord,
): Promise<Keeper | undefined> {
  const opened = await openPoster(parts[0]!, trusted.trustList, occurredAtMs);
  if (!opened.ok) return undefined;
  const { merchant, poster } = opened.value;
  const atS = Math.floor(occurredAtMs / 1_000);
  const { id } = visitEvent({ atS, memberId: device.memberId, merchantSlug: merchant.slug });
  const { slug: merchantSlug, name: merchantName } = merchant;
  const visit = { id, merchantSlug, merchantName, placeName: poster.displayName, atS, recordId };
  return ({ visits }) => visits.put({ ...visit, decision: { status: 'accepted' } });
}

/** What a statement says in the terms of its programme; `undefined` when no programme here takes a report of this kind. */
export async function saidOf(
  { deps: { usable }, refreshCatalogue }: Pick<Reading, 'deps' | 'refreshCatalogue'>,
  statement: MemberStatement,
): Promise<StatementRow['said'] | undefined> {
  if (statement.kind !== 'report') {
    const { programmeId: _, ...said } = statement;
    return said;
  }
  const { programmeId, action, quantity } = statement;
  const reportIn = async () => {
    const programme = (await usable()).programmes.find(({ id }) => id === programmeId);
    return programme && selfReportOf(programme.definition, programme.presentation, action);
  };
  let report = await reportIn();
  if (report === undefined) {
    // Said on another device, whose catalogue may be newer than ours.
    await refreshCatalogue();
    report = await reportIn();
  }
  return report && { kind: 'report', report, quantity };
}
