// Private keys of the server and of the merchants whose roots it keeps: one JWK file each, readable by its owner only.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { webcrypto } from 'node:crypto';
import { equalBytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { PublicKey } from '#protocol/messages.ts';
import { createSigner, generateSigningKey, type Signer } from '#protocol/signer.ts';
import { type KeyFiles, rootFile, serverFile } from './key-files.ts';

export interface KeyStore {
  /** Signs the trust list and device certificates. Ask anew each time: the operator may have switched to another one. */
  readonly server: Signer;
  /** Takes up the server's key from its file when the one named has come into its place. */
  readonly follow: (present: PublicKey | undefined) => Promise<void>;
  /** The root of a merchant. One that is missing is a fault of the installation, and thrown: `checkKeys` saw it at the start. */
  readonly merchant: (merchantId: string) => Promise<Signer>;
  /** As `merchant`, for whoever does not know yet that it is there. */
  readonly readMerchant: (merchantId: string) => Promise<Result<Signer, KeyRefusal>>;
  /** The root of a merchant that is in no database yet. */
  readonly makeMerchant: (merchantId: string) => Promise<Signer>;
}

export interface KeyRefusal {
  readonly kind: 'key_file_open_to_others' | 'key_file_unreadable';
  readonly message: string;
}

/** Group and others: not a single permission. */
const OTHERS = 0o077;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };

/** Opens (and on first use creates) the keys below `dir`. A key file that others may read is refused, not repaired. */
export async function openKeyStore(dir: string): Promise<Result<KeyStore, KeyRefusal>> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const opened = await openKeyFile(serverFile(dir));
  return opened.ok ? ok(keyStore(dir, opened.value)) : opened;
}

/** The keys below `dir` that a database has already: a key made now would be none of its own. */
export async function readKeyStore(dir: string): Promise<Result<KeyStore, KeyRefusal>> {
  const file = serverFile(dir);
  if (!existsSync(file)) {
    const message = `${file} does not exist. It belongs to the database: restore the keys folder, or name its data folder with --data.`;
    return err({ kind: 'key_file_unreadable', message });
  }
  const read = await readKey(file);
  return read.ok ? ok(keyStore(dir, read.value)) : read;
}

function keyStore(dir: string, first: Signer): KeyStore {
  let server = first;
  const roots = new Map<string, Signer>();
  const readMerchant = async (merchantId: string): Promise<Result<Signer, KeyRefusal>> => {
    const known = roots.get(merchantId);
    if (known !== undefined) return ok(known);
    const root = await readKey(rootFile(dir, merchantId));
    if (root.ok) roots.set(merchantId, root.value);
    return root;
  };
  return {
    get server() {
      return server;
    },
    follow: async (present) => {
      if (present === undefined || equalBytes(present, server.publicKey)) return;
      const key = await readKey(serverFile(dir));
      if (key.ok && equalBytes(present, key.value.publicKey)) server = key.value;
    },
    readMerchant,
    merchant: async (merchantId) => {
      const root = await readMerchant(merchantId);
      if (!root.ok) throw new Error(root.error.message);
      return root.value;
    },
    makeMerchant: async (merchantId) => {
      const root = await openKeyFile(rootFile(dir, merchantId));
      if (!root.ok) throw new Error(root.error.message);
      return root.value;
    },
  };
}

/** Makes the file unless it is there; then as `readKey`. */
export async function openKeyFile(file: string): Promise<Result<Signer, KeyRefusal>> {
  if (!existsSync(file)) await createKeyFile(file);
  return readKey(file);
}

/** Whoever has seen a private key can be whoever it belongs to. */
export function isOpenToOthers(file: string): boolean {
  return (statSync(file).mode & OTHERS) !== 0;
}

/** A private key that must be there. Refusals: `key_file_open_to_others`, `key_file_unreadable`. */
export async function readKey(file: string): Promise<Result<Signer, KeyRefusal>> {
  if (!existsSync(file)) return err({ kind: 'key_file_unreadable', message: `${file} does not exist.` });
  if (isOpenToOthers(file)) {
    const message = `${file} can be read by others. Make it yours alone (chmod 600), and replace the key if anyone may have seen it.`;
    return err({ kind: 'key_file_open_to_others', message });
  }
  try {
    const jwk = JSON.parse(readFileSync(file, 'utf8')) as webcrypto.JsonWebKey;
    return ok(await createSigner(await importPair(jwk)));
  } catch (error) {
    return err({
      kind: 'key_file_unreadable',
      message: `${file} holds no usable P-256 key: ${String(error)}`,
    });
  }
}

/** Puts the key of `next` in the place of the one in `file`, which is kept under `aside`. There is a key there at every moment. */
export function placeKey(files: KeyFiles): void {
  if (existsSync(files.file)) {
    copyFileSync(files.file, files.aside);
    chmodSync(files.aside, 0o600);
  }
  renameSync(files.next, files.file);
}

async function createKeyFile(file: string): Promise<void> {
  const { privateKey } = await generateSigningKey({ extractable: true });
  const jwk = await globalThis.crypto.subtle.exportKey('jwk', privateKey);
  // Whole or not at all: a half-written key would lock out everything it ever signed.
  const scratch = `${file}.new-${process.pid}`;
  writeFileSync(scratch, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flush: true });
  renameSync(scratch, file);
}

async function importPair(jwk: webcrypto.JsonWebKey): Promise<CryptoKeyPair> {
  const { kty, crv, x, y } = jwk;
  const privateKey = await globalThis.crypto.subtle.importKey('jwk', jwk, ECDSA, false, ['sign']);
  const publicJwk = { kty, crv, x, y } as webcrypto.JsonWebKey;
  const publicKey = await globalThis.crypto.subtle.importKey('jwk', publicJwk, ECDSA, true, ['verify']);
  return { privateKey, publicKey };
}
