import type { Server } from './server.ts';

/** How a phone in the same network comes to trust the self-made certificate; without that it has no camera and no offline. */
export function phoneSteps(
  { secureHosts = [], port }: Pick<Server, 'secureHosts' | 'port'>,
  tlsDir: string,
): readonly string[] {
  const [address] = secureHosts.filter((host) => /^[\d.]+$/.test(host));
  if (secureHosts.length === 0) return [];
  if (address === undefined) return ['  No network: phones cannot reach this computer.\n'];
  return [
    `  On a phone in the same network:`,
    `    1. open https://${address}:${port}/local-authority.crt and go past the warning, this once`,
    `    2. Android: Settings > Security > Encryption & credentials > Install a certificate > CA certificate, choose the file`,
    `       iPhone: allow the profile, then Settings > General > VPN & Device Management > Install,`,
    `       then Settings > General > About > Certificate Trust Settings > switch "Tessera on this computer" on`,
    `    3. open https://${address}:${port}/ (wallet) or https://${address}:${port}/cashier/`,
    `    Remove the certificate from the phone when you are done: whoever has ${tlsDir} could pose as any site to it.\n`,
  ];
}
