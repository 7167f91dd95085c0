/** One place in each quarter of the 28 characters, from 1: whoever has written down only the beginning is found out. */
export function askedPlaces(nowMs: number): readonly number[] {
  return [0, 1, 2, 3].map((quarter) => quarter * 7 + 1 + (Math.floor(nowMs / 7 ** quarter) % 7));
}

/** Whether the character at this place of the code (dashes do not count) was typed, in any case, O for 0 and the like. */
export function matchesAt(code: string, place: number, typed: string): boolean {
  const wanted = code.replaceAll('-', '')[place - 1];
  const given = typed.trim().toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return given === wanted;
}
