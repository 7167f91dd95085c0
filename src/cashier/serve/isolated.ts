/** Latin letters and digits keep their order and stay on one line in every script. */
export function isolated(name: string): string {
  return `\u2066${name.replaceAll('-', '\u2011')}\u2069`;
}
