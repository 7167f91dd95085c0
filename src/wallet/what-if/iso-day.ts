/** The device's own day, as date fields want it. */
export function isoDay(atMs: number): string {
  const now = new Date(atMs);
  const padded = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${padded(now.getMonth() + 1)}-${padded(now.getDate())}`;
}
