// A certificate for trying the apps on real phones in the same network: a small authority of our own, and a certificate of
// it for every address that this machine has now. Node cannot make certificates, so openssl does.
import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import path from 'node:path';
import { err, ok, type Result } from '#base/result.ts';
import { isOpenToOthers } from '#server/keys.ts';

export interface LocalCertificate {
  readonly key: Buffer;
  readonly cert: Buffer;
  /** PEM of the authority: what a phone must trust. */
  readonly authority: Buffer;
  /** Names and addresses that it is good for, for people to type. */
  readonly hosts: readonly string[];
}

export interface CertificateRefusal {
  readonly kind: 'openssl_missing' | 'openssl_failed' | 'key_file_open_to_others';
  readonly message: string;
}

/** iOS takes none that lives longer. */
const LEAF_DAYS = 397;
const AUTHORITY_DAYS = 1825;
const RENEW_BEFORE_MS = 14 * 86_400_000;
const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/**
 * Reads the certificate below `dir`, made anew when an address is missing in it, its end is near or it is not whole. The authority
 * stays, as long as it can be read. Keys that others may read are refused, not repaired.
 */
export function localCertificate(dir: string, nowMs: number): Result<LocalCertificate, CertificateRefusal> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const hosts = localHosts();
  const keys = ['ca-key.pem', 'key.pem'].map((name) => path.join(dir, name));
  const made = [
    ...keys.map((file) => () => openness(file)),
    () => makeAuthority(dir),
    () => makeLeaf(dir, hosts, nowMs),
  ];
  for (const make of made) {
    const fault = make();
    if (fault !== undefined) return err(fault);
  }
  const read = (name: string) => readFileSync(path.join(dir, name));
  return ok({ key: read('key.pem'), cert: read('cert.pem'), authority: read('ca.pem'), hosts });
}

export function localHosts(): readonly string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter((each) => each.family === 'IPv4' && !each.internal)
    .map((each) => each.address);
  const name = hostname().toLowerCase();
  const names = /^[a-z0-9-]+$/.test(name) ? [`${name}.local`] : [];
  return ['localhost', ...addresses, ...names];
}

function openness(file: string): CertificateRefusal | undefined {
  if (!existsSync(file) || !isOpenToOthers(file)) return undefined;
  const message = `${file} can be read by others. Make it yours alone (chmod 600), or remove ${path.dirname(file)} to have all made anew if anyone may have seen it.`;
  return { kind: 'key_file_open_to_others', message };
}

function makeAuthority(dir: string): CertificateRefusal | undefined {
  const file = (name: string) => path.join(dir, name);
  if (pairIn(file('ca.pem'), file('ca-key.pem')) !== undefined) return undefined;
  const extensions = ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign'];
  const fault = openssl(
    [
      'req',
      '-x509',
      ...CURVE,
      '-keyout',
      file('ca-key.new'),
      '-out',
      file('ca.new'),
      '-days',
      String(AUTHORITY_DAYS),
      '-subj',
      '/CN=Tessera on this computer',
      ...extensions.flatMap((each) => ['-addext', each]),
    ],
    file('ca-key.new'),
  );
  if (fault !== undefined) return fault;
  renameSync(file('ca-key.new'), file('ca-key.pem'));
  renameSync(file('ca.new'), file('ca.pem'));
  return undefined;
}

function makeLeaf(dir: string, hosts: readonly string[], nowMs: number): CertificateRefusal | undefined {
  const file = (name: string) => path.join(dir, name);
  const leaf = pairIn(file('cert.pem'), file('key.pem'));
  const authority = pairIn(file('ca.pem'), file('ca-key.pem'));
  const isOurs = authority !== undefined && leaf?.verify(authority.publicKey) === true;
  if (isOurs && isGood(leaf, hosts, nowMs)) return undefined;
  const alternatives = hosts.map((host) => (/^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`)).join(',');
  const lines = [
    `subjectAltName=${alternatives}`,
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=serverAuth',
  ];
  writeFileSync(file('leaf.ext'), `${lines.join('\n')}\n`);
  const request = [
    'req',
    ...CURVE,
    '-keyout',
    file('key.new'),
    '-out',
    file('leaf.csr'),
    '-subj',
    '/CN=Tessera',
  ];
  const signing = ['-CA', file('ca.pem'), '-CAkey', file('ca-key.pem'), '-set_serial', String(nowMs)];
  const fault =
    openssl(request, file('key.new')) ??
    openssl([
      'x509',
      '-req',
      '-in',
      file('leaf.csr'),
      ...signing,
      '-days',
      String(LEAF_DAYS),
      '-extfile',
      file('leaf.ext'),
      '-out',
      file('cert.new'),
    ]);
  for (const name of ['leaf.ext', 'leaf.csr']) rmSync(file(name), { force: true });
  if (fault !== undefined) return fault;
  renameSync(file('key.new'), file('key.pem'));
  renameSync(file('cert.new'), file('cert.pem'));
  return undefined;
}

/** A certificate with the key that is its own; `undefined` when either is missing, half-written or of another pair. */
function pairIn(certificateFile: string, keyFile: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(readFileSync(certificateFile));
    return certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile))) ? certificate : undefined;
  } catch {
    return undefined;
  }
}

function isGood(certificate: X509Certificate, hosts: readonly string[], nowMs: number): boolean {
  const covers = (host: string) =>
    (/^[\d.]+$/.test(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined;
  return Date.parse(certificate.validTo) - nowMs > RENEW_BEFORE_MS && hosts.every(covers);
}

function openssl(args: readonly string[], secret?: string): CertificateRefusal | undefined {
  const { error, status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (error !== undefined) {
    const message =
      'openssl is not installed; --https needs it to make a certificate. Install it (apt-get install openssl, brew install openssl), or put a proxy with a certificate in front and name it with --origin.';
    return { kind: 'openssl_missing', message };
  }
  if (status !== 0) return { kind: 'openssl_failed', message: `openssl ${args[0]}: ${stderr.trim()}` };
  if (secret !== undefined) chmodSync(secret, 0o600);
  return undefined;
}
