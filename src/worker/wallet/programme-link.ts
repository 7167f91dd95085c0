// A programme in a link: packed, behind the `#`, which browsers never send.
import { base64UrlFromBytes, type Bytes, bytesFromBase64, bytesFromText, concatBytes } from '#base/bytes.ts';
import { MAX_TEXT_BYTES } from '#loyalty/programme/limits.ts';

const PATH = '/add';

export type LinkReading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link_elsewhere'; readonly host: string }
  | { readonly kind: 'link_damaged' | 'too_large' | 'no_link' };

export async function linkOf(text: string, origin: string): Promise<string> {
  const packed = await through(bytesFromText(text), new CompressionStream('deflate-raw'), Infinity);
  return `${origin}${PATH}#${base64UrlFromBytes(packed!)}`;
}

/**
 * The text in a link of this app; a link of another origin is told apart from what is no link at all. Nothing is fetched.
 * What unpacks to more than a definition may have is refused before it is unpacked whole.
 */
export async function readLink(input: string, origin: string): Promise<LinkReading> {
  const url = input.startsWith('http') ? URL.parse(input) : null;
  if (url === null) return { kind: 'no_link' };
  if (url.origin !== origin || url.pathname !== PATH) return { kind: 'link_elsewhere', host: url.host };
  const base64 = url.hash.slice(1).replaceAll('-', '+').replaceAll('_', '/');
  const packed = bytesFromBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
  if (packed === undefined || packed.length === 0) return { kind: 'link_damaged' };
  try {
    const bytes = await through(packed, new DecompressionStream('deflate-raw'), MAX_TEXT_BYTES);
    if (bytes === undefined) return { kind: 'too_large' };
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    // The platform tells damage only by throwing.
    return { kind: 'link_damaged' };
  }
}

/** `undefined` as soon as more than `mostBytes` came out. */
async function through(
  bytes: Bytes,
  transform: CompressionStream | DecompressionStream,
  mostBytes: number,
): Promise<Bytes | undefined> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const parts: Uint8Array[] = [];
  for (let total = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return concatBytes(...parts);
    total += value.length;
    if (total > mostBytes) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
}
