import { isHost } from '#protocol/code.ts';
import { posterAddress, writePoster } from '#server/admin/poster.ts';
import { type AdminCommand, type AdminDeps, type Given, act, nameFault } from '#server/admin/command.ts';
import { findMerchant } from './merchants.ts';

export const POSTER_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['poster'],
    args: ['MERCHANT'],
    options: ['host', 'name', 'svg'],
    about:
      'a check-in poster: prints its address under --host; --name of the place, --svg FILE for a picture to print',
    run: printPoster,
  },
];

async function printPoster(
  deps: AdminDeps,
  [wanted]: readonly string[],
  { options: { host, name, svg } }: Given,
): Promise<number> {
  const merchant = await findMerchant(deps, wanted!);
  if (merchant === undefined) return 1;
  if (host === undefined) {
    deps.explain('Say under which host customers open the wallet: --host wallet.example.org');
    return 2;
  }
  if (!isHost(host)) {
    deps.explain(`--host takes a host name alone, like wallet.example.org or shop.lan:8443, not ${host}.`);
    return 2;
  }
  const placeName = name ?? merchant.name;
  const fault = nameFault(placeName);
  if (fault !== undefined) {
    deps.explain(fault);
    return 1;
  }
  const nowMs = deps.clock.nowMs();
  const posterNumber = Math.floor(nowMs / 1000) % 2 ** 32;
  const order = { merchant, keys: deps.keys, host, placeName, nowMs, posterNumber };
  const address = await posterAddress(order);
  if (svg !== undefined) writePoster(svg, address, placeName);
  const done = { act: 'poster', target: merchant.slug, details: { posterNumber, placeName } };
  await act(deps, done, () => Promise.resolve());
  deps.print(address);
  if (svg !== undefined) deps.explain(`The picture is in ${svg}; print it at least 5 cm wide.`);
  deps.explain('Good for a year. A visit counts once a day and member.');
  return 0;
}
