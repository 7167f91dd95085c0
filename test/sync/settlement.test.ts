import { describe, expect, it } from 'vitest';
import type { SyncReply, SyncRequest } from '#api/sync.ts';
import { settle } from '#sync/settlement.ts';

const EPOCH_A = 'a'.repeat(16);
const EPOCH_B = 'b'.repeat(16);

const request: SyncRequest = {
  v: 1,
  epoch: 1,
  serverEpoch: EPOCH_A,
  cursor: 7,
  records: ['r1', 'r2', 'r3', 'r4', 'r5'].map((id, index) => ({ id, seq: index + 1, cose: 'AA==' })),
};
const balance = (seq: number) => ({
  seq,
  change: { kind: 'balance' as const, programme: 'p', unit: 'u', qty: seq },
});
const reply = (parts: Partial<SyncReply>): SyncReply => ({
  v: 1,
  serverEpoch: EPOCH_A,
  now: 5,
  results: [],
  changes: [],
  cursor: 7,
  more: false,
  ...parts,
});

describe('settle', () => {
  it('takes final answers as decided, keeps what was not answered or is to be tried again', () => {
    const settled = settle(
      request,
      reply({
        results: [
          { id: 'r1', status: 'accepted' },
          { id: 'r2', status: 'conflict', code: 'used_before' },
          { id: 'r3', status: 'retry' },
          { id: 'r4', status: 'fork' },
        ],
      }),
    );
    expect(settled).toMatchObject({
      ok: true,
      value: {
        decided: [
          { id: 'r1', status: 'accepted' },
          { id: 'r2', status: 'conflict', code: 'used_before' },
        ],
        forked: ['r4'],
      },
    });
  });

  it('ignores answers to what was not asked, and a second answer to the same record', () => {
    const results = [
      { id: 'stranger', status: 'accepted' as const },
      { id: 'r1', status: 'rejected' as const },
      { id: 'r1', status: 'accepted' as const },
    ];
    expect(settle(request, reply({ results }))).toMatchObject({
      ok: true,
      value: { decided: [{ id: 'r1', status: 'rejected' }] },
    });
  });

  it('starts over when the server came back with another epoch', () => {
    const settled = settle(
      request,
      reply({ serverEpoch: EPOCH_B, cursor: 2, changes: [balance(1), balance(2)] }),
    );
    expect(settled).toMatchObject({
      ok: true,
      value: { serverRestored: true, changes: [], position: { serverEpoch: EPOCH_B, cursor: 0 } },
    });
  });

  it('takes the first epoch it ever sees as it is', () => {
    const { serverEpoch: _none, ...first } = request;
    expect(settle({ ...first, cursor: 0 }, reply({ changes: [balance(1)], cursor: 1 }))).toMatchObject({
      ok: true,
      value: { serverRestored: false, changes: [{ seq: 1 }], position: { serverEpoch: EPOCH_A, cursor: 1 } },
    });
  });

  it.each([
    ['cursor_went_back', reply({ cursor: 6 })],
    ['changes_out_of_order', reply({ cursor: 9, changes: [balance(9), balance(8)] })],
    ['changes_out_of_order', reply({ cursor: 9, changes: [balance(7)] })],
    ['changes_beyond_cursor', reply({ cursor: 8, changes: [balance(8), balance(9)] })],
  ])('calls an answer garbled when %s', (what, answer) => {
    expect(settle(request, answer)).toEqual({ ok: false, error: { kind: 'garbled', what } });
  });
});
