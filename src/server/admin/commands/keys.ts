// Keys follow one another without a gap: the new one signs, the old one is still believed.
import path from 'node:path';
import { bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { compressPoint } from '#protocol/p256-point.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { type AdminCommand, type AdminDeps, act, type Given, nameFault } from '#server/admin/command.ts';
import { tableRow } from '#server/admin/printable.ts';
import { readText } from '#server/admin/read-text.ts';
import { signedUntil } from '#server/admin/signed-until.ts';
import type { StoredMerchant } from '#server/catalogue-store.ts';
import { openKeyFile, placeKey } from '#server/keys.ts';
import { merchantKeyFiles } from '#server/key-files.ts';
import { addOperator } from '#server/operator/operators.ts';
import { findMerchant } from './merchants.ts';

/** As many former keys as a trust list has room for beside the newest. */
const FORMER_KEYS = 3;

export const KEY_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['key', 'rotate'],
    args: ['MERCHANT'],
    switches: ['drop-oldest'],
    about:
      'a new root key for a merchant; what the three before it signed stays good (--drop-oldest: although what the fourth signed does not)',
    run: rotateMerchantKey,
  },
  {
    words: ['operator', 'add'],
    args: ['NAME', 'JWK-FILE'],
    about: "enter another operator's public key",
    run: enterOperator,
  },
  {
    words: ['operator', 'list'],
    args: [],
    about: 'every operator: key id, name, since when, revoked',
    run: async ({ db, print }) => {
      for (const row of await db.selectFrom('operator').selectAll().orderBy('added_at').execute()) {
        const state = row.revoked_at === null ? '' : 'revoked';
        print(tableRow([row.id.slice(0, 16), row.name, new Date(row.added_at).toISOString(), state]));
      }
      return 0;
    },
  },
  {
    words: ['operator', 'revoke'],
    args: ['KEY-ID'],
    about: 'an operator may act no more',
    run: revokeOperator,
  },
];

async function rotateMerchantKey(
  deps: AdminDeps,
  [wanted]: readonly string[],
  { switches }: Given,
): Promise<number> {
  const merchant = await findMerchant(deps, wanted!);
  if (merchant === undefined) return 1;
  const loss = switches.has('drop-oldest') ? undefined : await lossByRotation(deps, merchant);
  if (loss !== undefined) {
    deps.explain(loss);
    return 1;
  }
  const files = merchantKeyFiles(deps.keysDir, merchant.id, deps.clock.nowMs());
  const next = await openKeyFile(files.next);
  if (!next.ok) {
    deps.explain(next.error.message);
    return 1;
  }
  const former = [merchant.rootKey, ...merchant.formerRootKeys].slice(0, FORMER_KEYS).map(hexFromBytes);
  const details = { key: hexFromBytes(next.value.publicKey).slice(0, 16) };
  await act(deps, { act: 'key rotate', target: merchant.slug, details }, (tx) =>
    tx
      .updateTable('merchant')
      .set({ root_key: Buffer.from(next.value.publicKey), former_root_keys: JSON.stringify(former) })
      .where('id', '=', merchant.id)
      .execute(),
  );
  placeKey(files);
  deps.print(hexFromBytes(next.value.publicKey));
  deps.explain(
    `The old key is ${path.basename(files.aside)}. Start the servers again: until then they sign with it.`,
  );
  return 0;
}

/** What would count no more, because its key no longer fits in the trust list. */
async function lossByRotation(
  { db, clock }: AdminDeps,
  merchant: StoredMerchant,
): Promise<string | undefined> {
  const key = merchant.formerRootKeys[FORMER_KEYS - 1];
  if (key === undefined) return undefined;
  const last = await signedUntil(db, { merchant, key, rotationsAgo: FORMER_KEYS, nowMs: clock.nowMs() });
  if (last === undefined) return undefined;
  const until = new Date(last.untilMs).toISOString();
  return `Trust lists hold ${FORMER_KEYS} former keys. What the oldest one of ${merchant.name} has signed counts until ${until} (a ${last.what}) and would be worthless at once. Rotate after that, or with --drop-oldest.`;
}

async function enterOperator(deps: AdminDeps, [name, file]: readonly string[]): Promise<number> {
  const fault = nameFault(name!);
  if (fault !== undefined) {
    deps.explain(fault);
    return 1;
  }
  const text = readText(deps, file!);
  if (text === undefined) return 1;
  const publicKey = publicKeyFrom(text);
  if (publicKey === undefined) {
    deps.explain(`${file} holds no P-256 key as JWK.`);
    return 1;
  }
  const id = hexFromBytes(await thumbprint(publicKey));
  const known = await deps.db.selectFrom('operator').selectAll().where('id', '=', id).executeTakeFirst();
  const short = id.slice(0, 16);
  if (known !== undefined && known.revoked_at !== null) {
    const since = new Date(known.revoked_at).toISOString();
    deps.explain(
      `The key ${short} in ${file} was that of ${known.name} and was revoked on ${since}. A revoked key stays revoked: make a new one.`,
    );
    return 1;
  }
  if (known !== undefined) {
    deps.explain(`The key ${short} in ${file} is an operator's already: ${known.name}.`);
    return 1;
  }
  const entry = { name: name!, publicKey, nowMs: deps.clock.nowMs() };
  const done = { act: 'operator add', target: name!, details: { key: short } };
  await act(deps, done, (tx) => addOperator(tx, entry));
  deps.print(short);
  return 0;
}

function publicKeyFrom(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const { crv, x, y } = JSON.parse(text) as Record<string, string>;
    const [px, py] = [x, y].map((part) => Buffer.from(part ?? '', 'base64url'));
    if (crv !== 'P-256' || px?.length !== 32 || py?.length !== 32) return undefined;
    return compressPoint(bytesFromHex(`04${px.toString('hex')}${py.toString('hex')}`)!);
  } catch {
    return undefined;
  }
}

async function revokeOperator(deps: AdminDeps, [id]: readonly string[]): Promise<number> {
  const rows = await deps.db
    .selectFrom('operator')
    .select(['id', 'name'])
    .where('revoked_at', 'is', null)
    .execute();
  const wanted = rows.filter((row) => id !== '' && row.id.startsWith(id!));
  if (wanted.length !== 1 || rows.length === 1) {
    deps.explain(
      wanted.length === 1
        ? `${wanted[0]!.name} is the last operator: add another first.`
        : `${id} is not the beginning of exactly one key id of an operator who may act; operator list has them.`,
    );
    return 1;
  }
  const { id: full, name } = wanted[0]!;
  await act(deps, { act: 'operator revoke', target: name, details: { key: full.slice(0, 16) } }, (tx) =>
    tx.updateTable('operator').set({ revoked_at: deps.clock.nowMs() }).where('id', '=', full).execute(),
  );
  return 0;
}
