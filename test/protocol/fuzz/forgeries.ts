// Changes that respect the format, and are signed: what somebody can make who knows the protocol and has a key, though
// not the right one, or the right one and bad intentions.
import { p256 } from '@noble/curves/nist.js';
import { type Bytes, concatBytes } from '#base/bytes.ts';
import { type Cbor, LIST_LIMITS, decodeCbor, encodeCbor } from '#protocol/cbor.ts';
import { LW1_AAD } from '#protocol/cose-sign1.ts';
import { kidOfCertificate } from '#protocol/public-key.ts';
import { base45FromBytes } from '#protocol/base45.ts';
import type { Signer } from '#protocol/signer.ts';
import { deviceSigner, strangerSigner, terminalSigner } from '../world.ts';
import type { Dice } from './dice.ts';
import type { Target } from './targets.ts';

type Forgery = (target: Target, dice: Dice) => Promise<Bytes | string | undefined>;

interface Parts {
  readonly header: Map<number, Cbor>;
  readonly unsigned: Map<number, Cbor>;
  readonly claims: Map<number, Cbor>;
  readonly labels: Map<number, Cbor>;
  readonly signature: Bytes;
}

const PRIVATE_CLAIM = -65537;
const [terminal, device] = [await terminalSigner(), await deviceSigner()];

/** Values that fit nowhere, somewhere, or at the edge. */
function anyValue(dice: Dice): Cbor {
  const values: readonly Cbor[] = [
    0,
    1,
    -1,
    2 ** 32,
    Number.MAX_SAFE_INTEGER,
    '',
    'x',
    true,
    null,
    [],
    new Map(),
  ];
  return dice.below(3) === 0 ? dice.bytes(dice.pick([0, 8, 12, 16, 32, 33])) : dice.pick(values);
}

function changeClaims({ claims, labels }: Parts, dice: Dice): void {
  const map = dice.below(2) === 0 ? claims : labels;
  const keys = [...map.keys()].filter((key) => key !== PRIVATE_CLAIM);
  const [a, b] = [dice.pick(keys), dice.pick(keys)];
  if (a === undefined || b === undefined) return;
  const deed = dice.below(4);
  if (deed === 0) map.delete(a);
  else if (deed === 1) map.set(a, anyValue(dice));
  else if (deed === 2) map.set(dice.below(100), anyValue(dice));
  else {
    const [x, y] = [map.get(a)!, map.get(b)!];
    map.set(a, y).set(b, x);
  }
}

/** Claims changed, the signature as it was. */
const unsignedChange: Forgery = async (target, dice) => {
  const parts = partsOf(target.genuine);
  changeClaims(parts, dice);
  return join(parts, parts.signature);
};

/** Whatever is changed or not, signed by a key that nobody vouches for, under its own or another's certificate. */
const strangersSignature: Forgery = async (target, dice) => {
  const parts = partsOf(target.genuine);
  if (dice.below(2) === 0) changeClaims(parts, dice);
  if (parts.unsigned.has(13) && dice.below(2) === 0)
    await carry(parts, dice.pick([terminal, device]).certificate);
  return signed(parts, strangerSigner);
};

/** A certificate of the stranger's own making that names the stranger's key. */
const forgedCertificate: Forgery = async (target, dice) => {
  const parts = partsOf(target.genuine);
  if (!parts.unsigned.has(13)) return undefined;
  const inner = partsOf(encodeCbor(parts.unsigned.get(13)!));
  const named = partsOf(device.certificate).claims.get(8)!;
  const key = new Map((named as Map<number, Map<number, Cbor>>).get(1)!);
  key.set(-2, strangerSigner.publicKey.slice(1)).set(-3, strangerSigner.publicKey[0] === 3);
  inner.claims.set(8, new Map([[1, key]]));
  const certificate =
    dice.below(2) === 0 ? await signed(inner, strangerSigner) : join(inner, inner.signature);
  await carry(parts, certificate);
  return signed(parts, strangerSigner);
};

/** The right key signs what the shape does not allow: an extra label or claim, one missing, one of another kind. */
const wrongShape: Forgery = async (target, dice) => {
  const parts = partsOf(target.genuine);
  const place = dice.pick(target.required);
  const map = place.place === 'claim' ? parts.claims : parts.labels;
  const deed = dice.below(4);
  if (deed === 0) parts.labels.set(20 + dice.below(44), anyValue(dice));
  else if (deed === 1) parts.claims.set(11 + dice.below(100), anyValue(dice));
  else if (deed === 2) map.delete(place.number);
  // No required field of any type is `true`.
  else map.set(place.number, true);
  return signed(parts, target.signer);
};

/** The right key signs the same claims as another type. */
const anotherType: Forgery = async (target, dice) => {
  const parts = partsOf(target.genuine);
  const type = parts.labels.get(0);
  parts.labels.set(0, dice.pick([...Array.from({ length: 40 }, (_, one) => one), -1, 2 ** 40, 'x']));
  return parts.labels.get(0) === type ? undefined : signed(parts, target.signer);
};

/** Another genuine certificate of the same key: swapped in unsigned, or signed for but not fitting. */
const olderCertificate: Forgery = async (target, dice) => {
  if (target.certificates === undefined) return undefined;
  const parts = partsOf(target.genuine);
  const [first, ...unfit] = target.certificates;
  if (dice.below(2) === 0) {
    parts.unsigned.set(13, valueOf(dice.pick(target.certificates)));
    return join(parts, parts.signature);
  }
  // The first is the one with larger caps, which would rightly be taken if the key signed for it.
  await carry(parts, unfit.length === 0 ? first! : dice.pick(unfit));
  return signed(parts, target.signer);
};

/** A header or the outer shape changed; signed by the right key where that alone must not make it good. */
const envelopeGame: Forgery = async (target, dice) => {
  const parts = partsOf(target.genuine);
  const { header, unsigned, signature } = parts;
  const rows = valueOf(target.genuine) as Cbor[];
  // The kid binds a certificate; without one it is a hint, and the right key may sign a wrong hint.
  const games: readonly (() => Promise<Bytes | undefined> | Bytes | undefined)[] = [
    () =>
      signed(
        { ...parts, header: new Map(header).set(1, dice.pick([-7, -8, -19, -35, 5, 0])) },
        target.signer,
      ),
    () => signed({ ...parts, header: new Map(header).set(2, [1]) }, target.signer),
    () => signed({ ...parts, header: new Map(header).set(3 + dice.below(60) * 2, 0) }, target.signer),
    () =>
      unsigned.has(13)
        ? signed({ ...parts, header: new Map([[1, header.get(1)!]]) }, target.signer)
        : undefined,
    () =>
      unsigned.has(13)
        ? signed({ ...parts, header: new Map(header).set(4, dice.bytes(8)) }, target.signer)
        : undefined,
    () => join({ ...parts, unsigned: new Map(unsigned).set(1, -9) }, signature),
    () => join({ ...parts, unsigned: new Map(unsigned).set(4, dice.bytes(8)) }, signature),
    () => join({ ...parts, unsigned: new Map(unsigned).set(14 + dice.below(50), 0) }, signature),
    () =>
      unsigned.has(13)
        ? join({ ...parts, unsigned: new Map() }, signature)
        : join({ ...parts, unsigned: new Map([[13, valueOf(device.certificate)]]) }, signature),
    () => join(parts, concatBytes(signature, dice.bytes(1 + dice.below(8)))),
    () => join(parts, signature.slice(0, dice.below(64))),
    () => join(parts, new Uint8Array(64)),
    () => join(parts, concatBytes(signature.subarray(32), signature.subarray(0, 32))),
    () => join(parts, new Uint8Array(p256.Signature.fromBytes(signature, 'compact').toBytes('der'))),
    () => encodeCbor([...rows, 0]),
    () => encodeCbor(rows.slice(0, 3)),
    () => encodeCbor([rows[0]!, rows[1]!, null, rows[3]!]),
    () => encodeCbor([new Uint8Array(0), rows[1]!, rows[2]!, rows[3]!]),
    () => concatBytes(Uint8Array.of(0xd2), target.genuine),
    () => concatBytes(target.genuine, Uint8Array.of(0)),
    () => concatBytes(Uint8Array.of(0x9f), target.genuine.subarray(1), Uint8Array.of(0xff)),
    () =>
      join(
        parts,
        signature,
        concatBytes(Uint8Array.of(0xbf), encodeCbor(header).subarray(1), Uint8Array.of(0xff)),
      ),
  ];
  return dice.pick(games)();
};

/** Text that decodes to almost the same, or to the same in a spelling that is not the one. */
const textGame: Forgery = async ({ genuine }, dice) => {
  const text = base45FromBytes(genuine);
  const at = 1 + dice.below(text.length - 2);
  return dice.pick([
    `LW1:${text.toLowerCase()}`,
    `lw1:${text}`,
    `LW2:${text}`,
    `LW1${text}`,
    text,
    `LW1:LW1:${text}`,
    `LW1:${text}0`,
    `LW1:${text}:::`,
    `LW1:${text.slice(0, at)} ${text.slice(at)}`,
    `LW1:${text.slice(0, at)}\n${text.slice(at)}`,
    `LW1:${text.slice(0, at)}\u0000${text.slice(at)}`,
    `LW1:${text.slice(0, at)}`,
    `LW1:${text.slice(at)}`,
  ]);
};

export const FORGERIES: Readonly<Record<string, Forgery>> = {
  'claims changed, signature kept': unsignedChange,
  'signed by a stranger': strangersSignature,
  'certificate forged': forgedCertificate,
  'wrong shape, right key': wrongShape,
  'another type, right key': anotherType,
  'older certificate of the same key': olderCertificate,
  'envelope game': envelopeGame,
  'text game': textGame,
};

/** The other signature of the same message: s becomes n - s, which ECDSA cannot tell apart. */
export function withOtherSignature(message: Bytes): Bytes {
  const parts = partsOf(message);
  const s = BigInt(`0x${Buffer.from(parts.signature.subarray(32)).toString('hex')}`);
  const other = (p256.Point.Fn.ORDER - s).toString(16).padStart(64, '0');
  return join(parts, concatBytes(parts.signature.subarray(0, 32), Buffer.from(other, 'hex')));
}

async function carry(parts: Parts, certificate: Bytes): Promise<void> {
  parts.unsigned.set(13, valueOf(certificate));
  parts.header.set(4, await kidOfCertificate(certificate));
}

function partsOf(message: Bytes): Parts {
  const [header, unsigned, payload, signature] = valueOf(message) as [Bytes, Map<number, Cbor>, Bytes, Bytes];
  const claims = valueOf(payload) as Map<number, Cbor>;
  return {
    header: valueOf(header) as Map<number, Cbor>,
    unsigned,
    claims,
    labels: claims.get(PRIVATE_CLAIM) as Map<number, Cbor>,
    signature,
  };
}

async function signed(parts: Parts, signer: Signer): Promise<Bytes> {
  const toSign = encodeCbor(['Signature1', encodeCbor(parts.header), LW1_AAD, encodeCbor(parts.claims)]);
  return join(parts, await signer.sign(toSign));
}

function join(parts: Parts, signature: Bytes, header = encodeCbor(parts.header)): Bytes {
  return encodeCbor([header, parts.unsigned, encodeCbor(parts.claims), signature]);
}

function valueOf(bytes: Bytes): Cbor {
  const decoded = decodeCbor(bytes, LIST_LIMITS);
  if (!decoded.ok) throw new Error(decoded.error.kind);
  return decoded.value;
}
