import { wrap } from 'comlink';
import type { WalletApi } from './wallet-api.ts';

/** The wallet's worker as the interface its screens know. The composition root creates the worker. */
export function connectWallet(worker: Worker): WalletApi {
  return wrap<WalletApi>(worker);
}
