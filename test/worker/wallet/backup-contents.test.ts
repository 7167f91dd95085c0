// What a backup file holds, as other versions of the app wrote and read it.
import { describe, expect, it } from 'vitest';
import { bytesFromHex, bytesFromText } from '#base/bytes.ts';
import { type Cbor, decodeCbor, encodeCbor } from '#protocol/cbor.ts';
import { type BackupContents, bytesFromContents, contentsFromBytes } from '#worker/wallet/backup-contents.ts';

const CONTENTS: BackupContents = {
  madeAtMs: 1_795_348_800_000,
  memberId: '0102030405060708',
  receipts: [Uint8Array.of(1), Uint8Array.of(2)],
  presentations: [{ id: 'aa', voucherId: 'bb', cose: Uint8Array.of(3), madeAtMs: 4 }],
  payments: [[Uint8Array.of(5), Uint8Array.of(6), Uint8Array.of(7)]],
  visits: [{ poster: Uint8Array.of(8), atS: 9 }],
  said: [],
  programmeIds: ['copper-cup'],
  hiddenIds: ['green'],
  added: ['{}'],
};
const SAID: BackupContents['said'] = [
  {
    recordId: '01a2b3c4-d5e6-7f80-9a1b-2c3d4e5f6071',
    intentId: 'one tap/sephora',
    kind: 'profile',
    occurredAtMs: 1_795_348_700_123,
    parts: ['sephora', 'birthday', '--05-17'].map(bytesFromText),
  },
];
const LIMITS = { maxBytes: 100_000, maxDepth: 4, maxItems: 1_000 };

/** The first labels only, as older apps wrote them. */
function first(labels: number): Uint8Array<ArrayBuffer> {
  const [id, voucherId] = ['aa', 'bb'].map((hex) => bytesFromHex(hex)!);
  const fields: readonly Cbor[] = [
    CONTENTS.madeAtMs,
    bytesFromHex(CONTENTS.memberId)!,
    CONTENTS.receipts,
    [[id!, voucherId!, Uint8Array.of(3), 4]],
    CONTENTS.programmeIds,
    CONTENTS.hiddenIds,
    CONTENTS.added,
    CONTENTS.payments,
    [[Uint8Array.of(8), 9]],
  ];
  return encodeCbor(new Map(fields.slice(0, labels).map((field, label) => [label, field])));
}

describe('the contents of a backup', () => {
  it('come back as they went in, and say which version has room for them', () => {
    const plain = bytesFromContents({ ...CONTENTS, said: SAID });
    expect(plain.version).toBe(2);
    expect(contentsFromBytes(plain.contents)).toEqual({ ...CONTENTS, said: SAID });
  });

  it('are what older apps read, byte for byte, when nothing of them is news to those', () => {
    expect(bytesFromContents(CONTENTS)).toEqual({ contents: first(9), version: 1 });
  });

  it('are read from files of before payments and visits, and of before what was said', () => {
    expect(contentsFromBytes(first(9))).toEqual(CONTENTS);
    expect(contentsFromBytes(first(7))).toEqual({ ...CONTENTS, payments: [], visits: [] });
    expect(contentsFromBytes(first(8))).toBeUndefined();
  });

  it.each<[string, Cbor]>([
    ['no list', 1],
    ['a record that is no list', [1]],
    ['another id', [['x', 'i', 'claim', 1, Uint8Array.of(1)]]],
    ['another kind', [[SAID[0]!.recordId, 'i', 'earn', 1, Uint8Array.of(1)]]],
    ['an endless intent', [[SAID[0]!.recordId, 'i'.repeat(300), 'claim', 1, Uint8Array.of(1)]]],
    ['no parts', [[SAID[0]!.recordId, 'i', 'claim', 1]]],
    ['a part that is text', [[SAID[0]!.recordId, 'i', 'claim', 1, 'text']]],
  ])('are damaged by %s under the label of what was said', (_, said) => {
    const decoded = decodeCbor(first(9), LIMITS);
    if (!decoded.ok || !(decoded.value instanceof Map)) throw new Error('no map');
    const fields = new Map<number, Cbor>(decoded.value as ReadonlyMap<number, Cbor>);
    expect(contentsFromBytes(encodeCbor(fields.set(9, said)))).toBeUndefined();
  });
});
