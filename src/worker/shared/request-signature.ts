import { type Bytes, base64FromBytes, bytesFromText } from '#base/bytes.ts';
import { sha256 } from '#protocol/digest.ts';
import type { Signer } from '#protocol/signer.ts';

export interface RequestToSign {
  /** Absolute, exactly as it is fetched. */
  readonly url: string;
  readonly body: Bytes;
  readonly createdS: number;
  readonly nonce: string;
}

export const JSON_TYPE = 'application/json';

/**
 * Headers that prove which device sends a POST: RFC 9421 with the one component list the server takes, RFC 9530 for
 * the body. The key id is the public key itself (SEC1 compressed, base64), so that enrolment needs no other proof.
 * Rule: sync design 5.1.
 */
export async function signatureHeaders(
  request: RequestToSign,
  signer: Signer,
): Promise<Record<string, string>> {
  const digest = `sha-256=:${base64FromBytes(await sha256(request.body))}:`;
  const parameters =
    '("@method" "@target-uri" "content-digest" "content-type")' +
    `;created=${request.createdS};nonce="${request.nonce}";keyid="${base64FromBytes(signer.publicKey)}"` +
    ';alg="ecdsa-p256-sha256";tag="lw-sync"';
  const base = [
    '"@method": POST',
    `"@target-uri": ${request.url}`,
    `"content-digest": ${digest}`,
    `"content-type": ${JSON_TYPE}`,
    `"@signature-params": ${parameters}`,
  ].join('\n');
  const signature = await signer.sign(bytesFromText(base));
  return {
    'content-type': JSON_TYPE,
    'content-digest': digest,
    'signature-input': `sig=${parameters}`,
    signature: `sig=:${base64FromBytes(signature)}:`,
  };
}
