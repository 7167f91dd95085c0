// Names and titles are data: their own direction must not stir the words around them (Unicode bidi isolates).

/** Latin letters and digits, kept in order and on one line in every script. */
export function isolated(name: string): string {
  return `\u2066${name.replaceAll('-', '\u2011')}\u2069`;
}

/** Text that the merchant wrote, in whatever language: it runs by its first letter. */
export function isolatedTitle(title: string): string {
  return `\u2068${title}\u2069`;
}
