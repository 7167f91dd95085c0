// npm run inspect -- CODE...: what a code says and what is wrong with it. Reads codes, and raw messages in hex or
// base64. `--server-key HEX` and `--trust-list BASE64` let it check certificates and vouchers too.
import { correction, generate } from 'lean-qr';
import { readArguments } from '../support/read-arguments.ts';
import { type Bytes, bytesFromBase64, bytesFromHex } from '#base/bytes.ts';
import { inspectText } from '#protocol/inspect.ts';
import type { SigningKeys } from '#protocol/inspect-signature.ts';
import { openTrustList } from '#protocol/trust-list.ts';

const USAGE =
  'usage: npm run inspect -- CODE...   (LW1:..., or a message in hex or base64)\n' +
  '       [--server-key HEX]... [--trust-list BASE64]';

process.exitCode = await main();

async function main(): Promise<number> {
  const { positionals, values } = readArguments(USAGE, {
    allowPositionals: true,
    options: {
      'server-key': { type: 'string', multiple: true, default: [] },
      'trust-list': { type: 'string' },
    },
  });
  const keys = await keysFrom(values['server-key'], values['trust-list']);
  if (positionals.length === 0 || keys === undefined) {
    console.error(USAGE);
    return 2;
  }
  let failed = 0;
  for (const [index, code] of positionals.entries()) {
    const { lines, refusal } = await inspectText(code, keys);
    console.log([...(index > 0 ? [''] : []), ...symbolLine(code.trim()), ...lines].join('\n'));
    if (refusal !== undefined) failed++;
  }
  return failed === 0 ? 0 : 1;
}

async function keysFrom(keys: readonly string[], list?: string): Promise<SigningKeys | undefined> {
  const serverKeys = keys.map(bytesFromHex).filter((key) => key?.length === 33) as Bytes[];
  if (serverKeys.length !== keys.length) return undefined;
  if (list === undefined) return serverKeys.length === 0 ? {} : { serverKeys };
  const bytes = bytesFromBase64(list);
  const opened = bytes && (await openTrustList(bytes, serverKeys));
  if (opened?.ok !== true) {
    console.error('the trust list is not signed by a --server-key');
    return undefined;
  }
  return { serverKeys, trustList: opened.value };
}

function symbolLine(code: string): string[] {
  if (!/^(LW1:|HTTPS:\/\/)/.test(code) || code.length > 2_000) return [];
  const { size } = generate(code, { minCorrectionLevel: correction.M, maxCorrectionLevel: correction.M });
  return [`code of ${code.length} characters, QR version ${(size - 17) / 4}-M, ${size} modules`];
}
