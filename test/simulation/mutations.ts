// Bugs that others have shipped, planted one at a time into our own code: a simulation that does not find them proves nothing.

export interface Mutation {
  readonly name: string;
  /** Path under the project's root. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** One that catches it, as of the last time that somebody looked; any change of the world makes it another. */
  readonly seed?: number;
  /** That many it needs; else as many as the command line says. */
  readonly steps?: number;
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'the answer is stored, its changes are not',
    file: 'src/worker/wallet/receive-changes.ts',
    find: 'await keepChanges(repositories, prepared, nowMs);',
    replace: 'await keepChanges(repositories, prepared.slice(-1), nowMs);',
    seed: 156,
  },
  {
    name: 'a restored server is not sent again what its backup forgot',
    file: 'src/worker/shared/reply-store.ts',
    find: 'if (settlement.serverRestored) await outbox.reopenDecided(new Set(decided));',
    replace: '',
    seed: 379,
  },
  {
    name: 'a restored server takes a wallet that its backup forgot for a stranger',
    file: 'src/worker/shared/sync-transport.ts',
    find: 'return (await introduce()) ? exchange() : answer;',
    replace: 'void introduce; return answer;',
    seed: 1103,
    steps: 500,
  },
  {
    name: 'a record whose place was taken is not sealed again',
    file: 'src/worker/shared/journal.ts',
    find: 'for (const record of records) await outbox.reseal(record);',
    replace: '',
    seed: 1105,
    steps: 500,
  },
  {
    name: 'an answer settles whatever is in the outbox',
    file: 'src/worker/shared/reply-store.ts',
    find: 'await outbox.markDecided(decided, nowMs);',
    replace: 'await outbox.markDecided((await outbox.unsent(1000)).map(({ id }) => id), nowMs);',
    seed: 453,
  },
  {
    name: 'the till forgets which vouchers it took',
    file: 'src/worker/cashier/receipt-writer.ts',
    find: 'learnt = await saveReplay(repositories, plan, atMs);',
    replace: 'void saveReplay;',
    seed: 1021,
    steps: 500,
  },
  {
    name: 'a receipt is kept in another transaction than its record',
    file: 'src/worker/shared/journal.ts',
    find: 'await outbox.append(sealed.record);',
    replace: 'if (sealed.record.sequence % 7 !== 0) await outbox.append(sealed.record);',
    seed: 156,
  },
  {
    name: 'a claim belongs to everybody',
    file: 'src/server/push/claims.ts',
    find: "if (row.holder !== claim.holder) return 'lost';",
    replace: '',
    seed: 2082,
    steps: 500,
  },
  {
    name: 'the latest claim wins',
    file: 'src/server/push/claims.ts',
    find: 'ON CONFLICT DO NOTHING',
    replace:
      'ON CONFLICT (bucket, kind, subject) DO UPDATE SET holder = excluded.holder, event = excluded.event',
    seed: 156,
  },
  {
    name: 'cached balances are moved for the first leg only',
    file: 'src/server/push/ledger.ts',
    find: 'await moveBalances(tx, legs);',
    replace: 'await moveBalances(tx, legs.slice(0, 2));',
    seed: 156,
  },
  {
    name: 'one leg of the double entry is missing',
    file: 'src/server/push/ledger.ts',
    find: 'account: `issued/${programmeId}/${unit}`, amount: -change },',
    replace: 'account: `issued/${programmeId}/${unit}`, amount: -change + (change > 40 ? 1 : 0) },',
    seed: 156,
  },
  {
    name: 'a repeated record is answered by what it would be now',
    file: 'src/server/push/settled.ts',
    find: 'answered.set(record, resultOf(known));',
    replace: "answered.set(record, { id: record.id, status: 'rejected', code: 'already_claimed' });",
    seed: 453,
  },
  {
    name: 'two records in one place are not noticed',
    file: 'src/server/push/settled.ts',
    find: '} else if (holder !== undefined && holder !== record.id) {',
    replace: '} else if (holder === record.id) {',
    seed: 1103,
    steps: 500,
  },
  {
    name: 'one wallet of the member does not hear of what was decided',
    file: 'src/server/push/member-file.ts',
    find: 'for (const wallet of locked.walletsOf.get(memberId) ?? []) streams.add(wallet, change);',
    replace:
      'for (const wallet of (locked.walletsOf.get(memberId) ?? []).slice(1)) streams.add(wallet, change);',
    seed: 453,
  },
  {
    name: 'what the member said by a wallet stays with that wallet',
    file: 'src/server/push/adjudicate.ts',
    find: 'spreadStatements(told, decisions);',
    replace: 'void spreadStatements;',
    seed: 400,
  },
  {
    name: 'a record that a copy has sealed again is refused',
    file: 'src/server/push/settled.ts',
    find: '!(known !== undefined && sayers.has(known.device) && saysTheSame(known.cose, record))',
    replace: 'saysTheSame(record.hash, record) === false',
    seed: 16_239,
    steps: 500,
  },
  {
    name: 'a snapshot leaves out what came before it',
    file: 'src/server/push/snapshot.ts',
    find: 'const at = request.at > total ? 0 : request.at;',
    replace: 'const at = total;',
    seed: 1105,
    steps: 500,
  },
  {
    name: 'a reader may miss the last change of a page',
    file: 'src/server/push/pull.ts',
    find: 'const last = changes.at(-1)?.seq ?? Math.max(cursor, head);',
    replace: 'const last = (changes.at(-1)?.seq ?? Math.max(cursor, head)) + (changes.length > 1 ? 1 : 0);',
    seed: 156,
  },
  {
    name: 'a payment leaves what was set aside where it is',
    file: 'src/server/spending/settle-payment.ts',
    find: '...(released === 0 ? [] : holdLegs({ ...movement, change: -Math.min(released, qty) })),',
    replace: '',
    seed: 156,
  },
  {
    name: 'the wallet forgets what it has spent of its allowance',
    file: 'src/worker/wallet/pay.ts',
    find: "await meta.put('spending', { epoch, cumulative, previous: id.slice(0, 8) });",
    replace: "await meta.put('spending', { epoch, cumulative: 0, previous: id.slice(0, 8) });",
    seed: 156,
  },
  {
    name: 'a payment that both sides report counts twice',
    file: 'src/server/push/payment-decisions.ts',
    find: ": { record, status: 'accepted', code: 'already_known' };",
    replace: ": { record, status: 'accepted', code: null, effect, about: effect.memberId };",
    seed: 52,
  },
  {
    name: 'a device that was shut out is still heard',
    file: 'src/server/http/signed-message.ts',
    find: 'if (found === undefined || found.revoked)',
    replace: 'if (found === undefined)',
    seed: 4,
  },
  {
    name: 'a linked phone is not told what the others know',
    file: 'src/server/devices/link-device.ts',
    find: "await welcomeWallet({ ...deps, locked, streams }, { memberId, deviceId: key.id, vouchers: 'elsewhere' });",
    replace: 'void welcomeWallet;',
    seed: 4,
  },
  {
    name: 'what was only heard is not told again to a restored server',
    file: 'src/worker/wallet/wallet-sync.ts',
    find: 'await tellAgain(deps, transport);',
    replace: 'void tellAgain;',
    seed: 1110,
    steps: 500,
  },
  {
    name: 'what lapses while nobody does anything stays in the books',
    file: 'src/server/retention/settle-members.ts',
    find: 'await bookLegs(tx, await refoldMembers({ tx, keys, random, directory, locked, streams, nowMs }, causes));',
    replace: 'void [bookLegs, refoldMembers, keys, causes];',
    seed: 2202,
    steps: 500,
  },
  {
    name: 'a voucher that a campaign gave is lost with its phone',
    file: 'src/server/push/campaign-vouchers.ts',
    find: 'return [[row.id, { instance: instanceOf(member, row), terms }] as const];',
    replace: 'return [];',
    seed: 7015,
    steps: 500,
  },
  {
    name: 'a void takes from the shop what the payment never gave it',
    file: 'src/server/spending/settle-payment.ts',
    find: 'return (await isOwed(tx, payment)) ? moneyLegs(payment, event, -payment.paid.request.amountMinor) : [];',
    replace: 'void isOwed, tx; return moneyLegs(payment, event, -payment.paid.request.amountMinor);',
    seed: 10_010,
    steps: 500,
  },
  {
    name: 'a place of long ago ends a move that waits',
    file: 'src/worker/wallet/receive-voucher.ts',
    find: 'if (row === undefined || row.moving === true) return;',
    replace: 'if (row === undefined) return; delete (row as { moving?: true }).moving;',
    seed: 15_554,
    steps: 500,
  },
  {
    name: 'the undo of a sale that was refused in the end waits on',
    file: 'src/server/push/push.ts',
    find: 'await endNotes(deps.db, ripe, decided);',
    replace: 'void endNotes;',
    seed: 11_099,
    steps: 500,
  },
  {
    name: 'a refusal has the last word over what a till brought since',
    file: 'src/worker/wallet/receive-changes.ts',
    find: 'await keepChanges(repositories, prepared, nowMs);',
    replace: 'await keepChanges(repositories, prepared, nowMs); await own?.write(repositories);',
    seed: 11_973,
    steps: 500,
  },
  {
    name: 'what a list that has run out does not prove is given up',
    file: 'src/worker/wallet/read-again.ts',
    find: 'if (!isFresh(trusted.trustList, serverNowMs)) return;',
    replace: 'void isFresh;',
    seed: 17_706,
    steps: 500,
  },
];
