import type { Bytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { CodeView } from '#bridge/common-views.ts';
import { codeFromBytes } from '#protocol/code.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import type { StorageRefusal, Store } from '#storage/store.ts';
import type { Surroundings } from '#worker/shared/surroundings.ts';

export interface Drawing {
  readonly counter: number;
  readonly issuedAtS: number;
  readonly nowMs: number;
}

/** What a drawn code says, and what must be on the disk before anybody sees it. */
export interface Drawn {
  readonly bytes: Bytes;
  readonly keep?: (repositories: WalletRepositories) => Promise<void>;
}

export interface CodeDrawer {
  /** `request` names what is shown, so that the same thing asked for again soon gets the very same code. */
  readonly draw: (
    request: string,
    make: (drawing: Drawing) => Promise<Drawn>,
  ) => Promise<Result<CodeView, StorageRefusal>>;
}

/** While it is on the screen; tills take a code for 45 s: src/protocol/README.md, "Freshness and replay". */
export const RENEW_MS = 15_000;
/** One count for passes, presentations and payments. */
export const COUNTER = 'device';
export const COUNTER_LOCK = 'tessera-wallet-counter';

/**
 * Draws codes that age. One counter numbers all codes of the device; it is on the disk before a code exists, so no
 * number is ever given twice. A code is repeated only while it is the last one drawn: a till that saw a later
 * number would refuse it.
 */
export function createCodeDrawer(
  around: Pick<Surroundings, 'clock' | 'exclusive'>,
  store: Store<WalletRepositories>,
): CodeDrawer {
  let last: { readonly request: string; readonly counter: number; readonly code: CodeView } | undefined;

  async function drawNew(request: string, make: (drawing: Drawing) => Promise<Drawn>, nowMs: number) {
    const counter = await store.write(({ counters }) => counters.next(COUNTER));
    if (!counter.ok) return counter;
    const issuedAtS = Math.floor(nowMs / 1_000);
    const drawn = await make({ counter: counter.value, issuedAtS, nowMs });
    const kept = await store.write(async (repositories) => drawn.keep?.(repositories));
    if (!kept.ok) return err(kept.error);
    const code: CodeView = {
      text: codeFromBytes(drawn.bytes),
      madeAtMs: nowMs,
      renewAtMs: nowMs + RENEW_MS,
    };
    last = { request, counter: counter.value, code };
    return ok(code);
  }

  return {
    draw: (request, make) =>
      around.exclusive.run(COUNTER_LOCK, async () => {
        const nowMs = around.clock.nowMs();
        const ageMs = last === undefined ? RENEW_MS : nowMs - last.code.madeAtMs;
        if (last?.request === request && ageMs >= 0 && ageMs < RENEW_MS) {
          const { counter, code } = last;
          if ((await store.read(({ counters }) => counters.last(COUNTER))) === counter) return ok(code);
        }
        return drawNew(request, make, nowMs);
      }),
  };
}
