// How many requests are worked on at once. One whose body is still coming works on nothing and takes no place from others.
import type { Bytes } from '#base/bytes.ts';
import type { Random } from '#base/ports.ts';
import { err, ok, type Result } from '#base/result.ts';
import { POOL_SIZE } from '#server/db/open-database.ts';
import type { HttpRefusal } from './refusals.ts';

/** What one request has of the process until it is answered. */
export interface Place {
  /**
   * Gives the place up while the body comes, and takes one again for it. Refusals: those of `read`, `too_many_requests` (as
   * many from this address are still on their way), `overloaded`.
   */
  readonly receive: (read: () => Promise<Received>) => Promise<Received>;
  readonly leave: () => void;
}

type Received = Result<Bytes, HttpRefusal>;

/** More than this at once only wait for the database; better to send them away with a time to come back. */
const MAX_WORKING = 4 * POOL_SIZE;
/** Each may hold a whole body in memory for as long as it takes to come. */
const MAX_RECEIVING_PER_ADDRESS = 40;
const LEAST_RETRY_S = 2;
const RETRY_SPREAD_S = 10;

/** The returned function takes a place for a request from an address. Refusal: `overloaded`. */
export function createPlaces(random: Random): (address: string) => Result<Place, HttpRefusal> {
  let working = 0;
  const receiving = new Map<string, number>();
  const overloaded = () => {
    const retryAfterS = LEAST_RETRY_S + (random.bytes(1)[0]! % RETRY_SPREAD_S);
    return err<HttpRefusal>({ kind: 'overloaded', status: 503, retryAfterS });
  };
  return (address) => {
    if (working >= MAX_WORKING) return overloaded();
    working += 1;
    let isWorking = true;
    const leave = () => {
      if (isWorking) working -= 1;
      isWorking = false;
    };
    const receive = async (read: () => Promise<Received>) => {
      const others = receiving.get(address) ?? 0;
      if (others >= MAX_RECEIVING_PER_ADDRESS)
        return err<HttpRefusal>({ kind: 'too_many_requests', status: 429, retryAfterS: LEAST_RETRY_S });
      leave();
      receiving.set(address, others + 1);
      const body = await read().finally(() => countDown(receiving, address));
      if (!body.ok) return body;
      if (working >= MAX_WORKING) return overloaded();
      working += 1;
      isWorking = true;
      return body;
    };
    return ok({ receive, leave });
  };
}

function countDown(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 1) - 1;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}
