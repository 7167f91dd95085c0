// The enrolling till's side: read the request of a new till, sign for it, and hear what a person says of the digits.
import type { AddedTillView, AddedTillsView, AdditionView } from '#bridge/cashier-adding.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';
import type { Clock, Random } from '#base/ports.ts';
import { type Result, err, ok } from '#base/result.ts';
import { lifeFault } from '#protocol/certificate-life.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import {
  DELEGATE_LIFE_S,
  DELEGATE_SLOTS,
  delegateOf,
  makeDelegatedCertificate,
  pairingDigits,
} from '#protocol/delegation.ts';
import { type OpenedEnrolRequest, openEnrolRequest } from '#protocol/enrol-request.ts';
import { openMessage } from '#protocol/open-message.ts';
import type { AddedTillRow } from '#storage/cashier-added-store.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import type { FindTill, Till } from '#worker/cashier/till.ts';
import type { Exclusive } from '#worker/shared/surroundings.ts';

export interface AddDeps {
  readonly stores: CashierStores;
  readonly findTill: FindTill;
  readonly exclusive: Exclusive;
  readonly clock: Clock;
  readonly random: Random;
}

/** A request older or younger than this was made elsewhere, or a clock is wrong. */
const REQUEST_AGE_MS = 15 * 60_000;
const LOCK = 'tessera-cashier-adding';

/** Its row is on the disk before the code exists: a certificate that was shown can be taken back. */
export function addTill(deps: AddDeps, text: string): Promise<Result<AdditionView, RefusalView>> {
  return deps.exclusive.run(LOCK, async () => {
    const { stores, clock } = deps;
    const nowMs = clock.nowMs();
    const till = await deps.findTill();
    if (!till.ok) return till;
    const unfit = lifeFault(till.value.certificate, nowMs) ?? (mayAdd(till.value) ? undefined : 'cert_perm');
    if (unfit !== undefined) return err({ kind: unfit });
    const opened = await openEnrolRequest(text.trim());
    if (!opened.ok) return opened;
    const rows = await stores.store.read(({ addedTills }) => addedTills.all());
    const requestId = hexFromBytes(opened.value.requestId);
    const answered = rows.find((row) => row.requestId === requestId);
    if (answered !== undefined)
      return isOver(answered) ? err({ kind: 'pairing_gone' }) : ok(additionView(answered));
    const ageMs = nowMs - opened.value.request.issuedAtS * 1_000;
    if (Math.abs(ageMs) > REQUEST_AGE_MS) return err({ kind: ageMs > 0 ? 'stale' : 'from_future' });
    const slot = freeSlot(rows, { till: till.value, nowMs, random: deps.random });
    if (slot === undefined) return err({ kind: 'adding_used_up' });
    const row = await signFor(opened.value, { till: till.value, slot, nowMs, random: deps.random });
    const written = await stores.store.write(({ addedTills }) => addedTills.put(row));
    return written.ok ? ok(additionView(row)) : written;
  });
}

/** Said once; a till that was refused is told to the server with the next sync. */
export function finishAdding(
  { stores, exclusive }: AddDeps,
  serial: number,
  same: boolean,
): Promise<Result<null, RefusalView>> {
  return exclusive.run(LOCK, async () => {
    const row = await stores.store.read(({ addedTills }) => addedTills.get(serial));
    if (row?.state !== 'shown') return err({ kind: 'pairing_gone' });
    const state = same ? ('confirmed' as const) : ('refused' as const);
    const written = await stores.store.write(({ addedTills }) => addedTills.put({ ...row, state }));
    return written.ok ? ok(null) : written;
  });
}

export async function addedTills({ stores, findTill, clock }: AddDeps): Promise<AddedTillsView> {
  const [till, rows] = await Promise.all([
    findTill(),
    stores.store.read((repositories) => repositories.addedTills.all()),
  ]);
  const tills = rows
    .toSorted((a, b) => b.atMs - a.atMs)
    .map(({ serial, tillName, atMs, untilMs, state }): AddedTillView => {
      return { serial, tillName, atMs, untilMs, state: state === 'told' ? 'refused' : state };
    });
  return till.ok && mayAdd(till.value)
    ? { left: triesLeft(rows, till.value, clock.nowMs()), tills }
    : { tills };
}

function mayAdd({ certificate }: Till): boolean {
  return (certificate.delegates ?? 0) > 0;
}

function isOver({ state }: AddedTillRow): boolean {
  return state === 'refused' || state === 'told';
}

/**
 * Tries count whatever came of them, so that nobody searches for equal digits: as many in a week as the certificate says.
 * Serials are never given twice. Which free one is drawn, so that a till whose storage was lost seldom meets its past.
 */
function freeSlot(
  rows: readonly AddedTillRow[],
  { till, nowMs, random }: { readonly till: Till; readonly nowMs: number; readonly random: Random },
): number | undefined {
  if (triesLeft(rows, till, nowMs) === 0) return undefined;
  const used = new Set(rows.map(({ slot }) => slot));
  const free = Array.from({ length: DELEGATE_SLOTS }, (_, index) => index + 1).filter(
    (one) => !used.has(one),
  );
  return free[random.bytes(1)[0]! % free.length];
}

function triesLeft(rows: readonly AddedTillRow[], { certificate }: Till, nowMs: number): number {
  const recent = rows.filter(({ atMs }) => Math.abs(nowMs - atMs) < DELEGATE_LIFE_S * 1_000);
  const inWeek = (certificate.delegates ?? 0) - recent.length;
  return Math.max(0, Math.min(inWeek, DELEGATE_SLOTS - rows.length));
}

async function signFor(
  { request, requestId }: OpenedEnrolRequest,
  by: { readonly till: Till; readonly slot: number; readonly nowMs: number; readonly random: Random },
): Promise<AddedTillRow> {
  const { till, slot, nowMs, random } = by;
  const certificate = delegateOf(till.certificate, {
    terminalKey: request.terminalKey,
    issuedAtS: Math.floor(nowMs / 1_000),
    slot,
    random: random.bytes(4),
  });
  const bytes = await makeDelegatedCertificate(certificate, till.signer);
  return {
    serial: certificate.serial,
    slot,
    requestId: hexFromBytes(requestId),
    tillName: request.name,
    certificate: bytes,
    digits: await pairingDigits({ requestId, certificateId: await idOf(bytes) }),
    atMs: nowMs,
    untilMs: certificate.expiresAtS * 1_000,
    state: 'shown',
  };
}

function additionView({ serial, tillName, digits, certificate, atMs }: AddedTillRow): AdditionView {
  return { serial, tillName, digits, code: { text: codeFromBytes(certificate), madeAtMs: atMs } };
}

async function idOf(message: Bytes): Promise<Bytes> {
  const opened = openMessage(message);
  assert(opened.ok, 'a certificate just signed opens');
  return messageIdOf(opened.value.sign1);
}
