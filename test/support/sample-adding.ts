// Adding a till without a signal, on the sample till: any scan is the right one but `forged`.
import type { CashierAddingApi } from '#bridge/cashier-adding.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 11, 5);
const DAY_MS = 86_400_000;
/** As long as a real request (150 bytes) and a real certificate (414). */
const REQUEST = `LW1:${'6BFOXN%TS3DHPVO13J /G-/2YRVA.Q/R82JD2FCJG96V75DOW%IY17EIHY P8L6IWM$S4U4'.repeat(3)}`;
const CERTIFICATE =
  `LW1:${'6BFOXN%TS3DHPVO13J /G-/2YRVA.Q/R82JD2FCJG96V75DOW%IY17EIHY P8L6IWM$S4U45P84HW6U'.repeat(8)}`.slice(
    0,
    625,
  );

export function sampleAdding(): CashierAddingApi {
  const forged = { ok: false, error: { kind: 'bad_signature' } } as const;
  return {
    askToBeAdded: async () => ({ ok: true, value: { text: REQUEST, madeAtMs: NOW_MS } }),
    readAdmission: async (text) =>
      text === 'forged'
        ? forged
        : { ok: true, value: { digits: '407192', merchantName: 'Novin Charm', tillNumber: 3 } },
    finishJoining: async () => ({ ok: false, error: { kind: 'pairing_gone' } }),
    addTill: async (text) => {
      if (text === 'forged') return forged;
      const code = { text: CERTIFICATE, madeAtMs: NOW_MS };
      return { ok: true, value: { serial: 2 ** 48 + 7, tillName: 'Market stall', digits: '407192', code } };
    },
    finishAdding: async () => ({ ok: true, value: null }),
    addedTills: async () => ({
      left: 3,
      tills: [
        {
          serial: 2 ** 48 + 6,
          tillName: 'Terrace',
          atMs: NOW_MS - 2 * DAY_MS,
          untilMs: NOW_MS + 5 * DAY_MS,
          state: 'confirmed',
        },
      ],
    }),
  };
}
