// Where keys lie in the keys folder.
import path from 'node:path';

/** Three names of one key file in the keys folder. */
export interface KeyFiles {
  readonly file: string;
  /** The key that is to follow. */
  readonly next: string;
  /** Where the present one is kept once another has followed. */
  readonly aside: string;
}

export function serverFile(keysDir: string): string {
  return path.join(keysDir, 'server.jwk');
}

export function rootFile(keysDir: string, merchantId: string): string {
  return path.join(keysDir, `merchant-${merchantId}.jwk`);
}

export function serverKeyFiles(keysDir: string, nowMs: number): KeyFiles {
  return {
    file: serverFile(keysDir),
    next: path.join(keysDir, 'server-next.jwk'),
    aside: path.join(keysDir, `server.until-${nowMs}.jwk`),
  };
}

export function merchantKeyFiles(keysDir: string, merchantId: string, nowMs: number): KeyFiles {
  return {
    file: rootFile(keysDir, merchantId),
    next: path.join(keysDir, `merchant-${merchantId}.next.jwk`),
    aside: path.join(keysDir, `merchant-${merchantId}.until-${nowMs}.jwk`),
  };
}
