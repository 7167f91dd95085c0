/** By how much a clock may be behind that of the certificate's issuer, or behind its own high-water mark. */
export const CLOCK_TOLERANCE_MS = 120_000;

/** `cert_expired`, `cert_not_yet`, or `undefined` when the certificate is in force at that time. */
export function lifeFault(
  certificate: { readonly issuedAtS: number; readonly expiresAtS: number },
  atMs: number,
): 'cert_expired' | 'cert_not_yet' | undefined {
  if (atMs >= certificate.expiresAtS * 1000) return 'cert_expired';
  return atMs < certificate.issuedAtS * 1000 - CLOCK_TOLERANCE_MS ? 'cert_not_yet' : undefined;
}
