// Whom a limit by address counts: the peer of the connection, or behind the operator's own proxies whom they name.
import { isIP, isIPv6 } from 'node:net';
import type { Context } from 'hono';

interface NodeBindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } };
}

/** More than these in a row nobody runs. */
export const MAX_TRUSTED_PROXIES = 8;

/**
 * Each proxy adds at the right of `X-Forwarded-For` whom it was called by, so with N of the operator's own the client is the Nth
 * from the right; whatever is further left are the client's own words. Without proxies the header is not read, and what is no
 * address, or missing, counts as the peer's.
 */
export function clientAddress(context: Context, trustedProxies = 0): string {
  const peer = peerOf(context);
  if (trustedProxies === 0) return addressKey(peer);
  const forwarded = context.req.header('x-forwarded-for')?.split(',') ?? [];
  const named = withoutPort(forwarded.at(-trustedProxies)?.trim() ?? '');
  return addressKey(isIP(named) === 0 ? peer : named);
}

function peerOf(context: Context): string {
  return (context.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress ?? 'local';
}

/** Some proxies name the port beside the address. */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text);
  return bracketed?.[1] ?? text.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}

/** IPv4 as it is, also where it comes as IPv6. One household has a /64 of IPv6, and any address in it for the asking. */
export function addressKey(address: string): string {
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return address;
  const groups = groupsOf(plain);
  const mapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff';
  if (!mapped) return `${groups.slice(0, 4).join(':')}::/64`;
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((word) => [word >> 8, word & 0xff])
    .join('.');
}

/** All eight, in lower-case hex without leading zeros. */
function groupsOf(address: string): readonly string[] {
  // A URL's host is the one way of writing it that the standard library knows.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const split = (part: string) => part.split(':').filter((group) => group !== '');
  const [left, right] = [split(head), split(tail ?? '')];
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
}
