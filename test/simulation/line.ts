// The network: it loses requests and answers, delivers twice, and brings old requests again. The step's dice decide.
import type { Caller } from './device.ts';
import { heardByOldClient, isCallOfOldClient } from './old-client.ts';
import { quiet } from './quiet.ts';
import { ServerDied } from './sim-server.ts';
import type { World } from './world.ts';

/** As many old requests as are kept to come again. */
const KEPT = 20;
const MOST_STATEMENTS = 25;

interface Request {
  readonly url: string;
  readonly init: RequestInit;
}

export interface Line {
  readonly carry: (device: Caller, url: string, init: RequestInit) => Promise<Response>;
  /** Settles when no request is on its way and no disk is at work. */
  readonly atRest: () => Promise<void>;
}

export function createLine(world: World): Line {
  const past: Request[] = [];
  let last: Promise<unknown> = Promise.resolve();

  async function deliver({ url, init }: Request): Promise<Response> {
    try {
      return await world.server.handle(url, init);
    } catch (error) {
      if (!(error instanceof ServerDied)) throw error;
      world.tally.saw('server died');
      throw new TypeError('network');
    }
  }

  async function send(device: Caller, url: string, init: RequestInit): Promise<Response> {
    await quiet();
    const { dice, faults, tally } = world;
    const request = { url, init: { ...init, headers: withLength(init), signal: null } };
    if (!device.online || (device.isOld && !isCallOfOldClient(url, init))) throw new TypeError('network');
    if (dice.chance(faults.requestLost)) {
      tally.saw('request lost');
      throw new TypeError('network');
    }
    if (past.length > 0 && dice.chance(faults.oldDeliveredAgain)) {
      tally.saw('old request again');
      await deliver(dice.pick(past)).catch(() => undefined);
    }
    if (dice.chance(faults.serverCrash)) world.server.dieAtStatement(dice.below(MOST_STATEMENTS));
    if (init.method === 'POST') past.push(request);
    if (past.length > KEPT) past.shift();
    if (dice.chance(faults.deliveredTwice)) {
      tally.saw('delivered twice');
      await deliver(request).catch(() => undefined);
    }
    const response = await deliver(request);
    if (dice.chance(faults.replyLost)) {
      tally.saw('answer lost');
      throw new TypeError('network');
    }
    return device.isOld ? heardByOldClient(world, url, response) : response;
  }

  return {
    // Requests of one device at the same time go one after the other: the dice, not the database, say which one is lost.
    carry: (...request) => {
      const answer = last.then(() => send(...request));
      last = answer.catch(() => undefined);
      return answer;
    },
    atRest: async () => {
      for (let waitedFor: unknown; waitedFor !== last;) {
        waitedFor = last;
        await last;
        await quiet();
      }
    },
  };
}

/** A browser says how long the body is. */
function withLength(init: RequestInit): Headers {
  const headers = new Headers(init.headers);
  if (init.body instanceof Uint8Array) headers.set('content-length', String(init.body.length));
  return headers;
}
