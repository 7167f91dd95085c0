// The network: it loses requests and answers, delivers twice, and brings old requests again. The step's dice decide.
import { ServerDied } from './sim-server.ts';
import type { World } from './world.ts';

/** As many old requests as are kept to come again. */
const KEPT = 20;
const MOST_STATEMENTS = 25;

interface Request {
  readonly url: string;
  readonly init: RequestInit;
}

export function createLine(world: World) {
  const past: Request[] = [];

  async function deliver({ url, init }: Request): Promise<Response> {
    try {
      return await world.server.handle(url, init);
    } catch (error) {
      if (!(error instanceof ServerDied)) throw error;
      world.tally.saw('server died');
      throw new TypeError('network');
    }
  }

  return async (device: { readonly online: boolean }, url: string, init: RequestInit): Promise<Response> => {
    const { dice, faults, tally } = world;
    const request = { url, init: { ...init, headers: withLength(init), signal: null } };
    if (!device.online) throw new TypeError('network');
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
    return response;
  };
}

/** A browser says how long the body is. */
function withLength(init: RequestInit): Headers {
  const headers = new Headers(init.headers);
  if (init.body instanceof Uint8Array) headers.set('content-length', String(init.body.length));
  return headers;
}
