// A caller with a device key: signs as the apps do, and lets a test spoil the request before it leaves.
import { base64FromBytes, base64UrlFromBytes, type Bytes } from '#base/bytes.ts';
import { ROUTES } from '#api/routes.ts';
import { signRequest, type SignableRequest } from '#protocol/request-signature.ts';
import { createSigner, generateSigningKey, type Signer } from '#protocol/signer.ts';
import { bodyOf, ORIGIN, random, type TestServer } from './test-server.ts';

export interface SentRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: Bytes;
}

export interface SendOptions {
  /** Milliseconds that the caller's clock is off. */
  readonly clockOffMs?: number;
  readonly nonce?: string;
  /** Changes the request after it was signed. */
  readonly spoil?: (request: SentRequest) => void;
}

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

export interface SignedClient {
  readonly signer: Signer;
  readonly publicKey: string;
  readonly post: (path: string, message: unknown, options?: SendOptions) => Promise<Reply>;
}

export async function newClient(server: TestServer): Promise<SignedClient> {
  const signer = await createSigner(await generateSigningKey({ extractable: false }));
  return clientFor(server, signer);
}

export function clientFor(server: TestServer, signer: Signer): SignedClient {
  const { origin = ORIGIN } = server;
  return {
    signer,
    publicKey: base64FromBytes(signer.publicKey),
    post: async (path, message, options = {}) => {
      const body = bodyOf(message);
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        'content-length': String(body.length),
      };
      const request: SignableRequest = { method: 'POST', targetUri: origin + path, headers, body };
      const createdS = Math.floor((server.clock.nowMs() + (options.clockOffMs ?? 0)) / 1000);
      const nonce = options.nonce ?? base64UrlFromBytes(random.bytes(18));
      const signed = await signRequest(request, { createdS, nonce }, signer);
      const sent: SentRequest = {
        url: origin + path,
        method: 'POST',
        headers: { ...headers, ...signed },
        body,
      };
      options.spoil?.(sent);
      return send(server, sent);
    },
  };
}

export async function send(server: TestServer, sent: SentRequest): Promise<Reply> {
  const { url, method, headers, body } = sent;
  const response = await server.app.request(url, { method, headers, ...(method === 'GET' ? {} : { body }) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers };
}

/** Enrols a new wallet and returns its caller and member id. */
export async function newWallet(server: TestServer): Promise<SignedClient & { readonly memberId: string }> {
  const client = await newClient(server);
  const reply = await client.post(ROUTES.devices, { v: 1, publicKey: client.publicKey, assurance: 1 });
  if (reply.status !== 200) throw new Error(`enrolment failed: ${JSON.stringify(reply.body)}`);
  return { ...client, memberId: String(reply.body['memberId']) };
}
