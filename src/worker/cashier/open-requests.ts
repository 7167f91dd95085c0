import type { Bytes } from '#base/bytes.ts';

/** A pay request as it was shown: its payment's record carries it. */
export interface OpenRequest {
  readonly bytes: Bytes;
  readonly amountMinor: number;
}

export interface OpenRequests {
  readonly keep: (requestId: string, request: OpenRequest) => void;
  readonly get: (requestId: string) => OpenRequest | undefined;
}

/** A request lives two minutes and dies with the process, as its nonce does; a till has one or two open. */
const MOST_OPEN = 32;

export function createOpenRequests(): OpenRequests {
  const open = new Map<string, OpenRequest>();
  return {
    get: (requestId) => open.get(requestId),
    keep: (requestId, request) => {
      open.set(requestId, request);
      const [oldest] = open.keys();
      if (open.size > MOST_OPEN && oldest !== undefined) open.delete(oldest);
    },
  };
}
