/** The first half of a member id (hex) in two groups, for people to compare, e.g. `7F3A-91C2`: wallet and till alike. */
export function memberNameOf(memberId: string): string {
  const short = memberId.slice(0, 8).toUpperCase();
  return `${short.slice(0, 4)}-${short.slice(4)}`;
}
