// Our own icon set: strokes on a 24 by 24 grid, 1.75 wide, round ends. `M` moves, lower case is relative.

import type { ProgrammeIconName } from './programme-icon-paths.ts';

/** Icons of the screens themselves. */
export const SCREEN_ICONS = {
  star: 'm12 3.5 2.6 5.4 5.9.8-4.3 4.1 1.1 5.9L12 16.9l-5.3 2.8 1.1-5.9-4.3-4.1 5.9-.8z',
  home: 'M4 11.5 12 4.5l8 7M6 10v9.5h4.5v-5.5h3v5.5H18V10',
  ticket: 'M4 6.5h16v3.7a1.9 1.9 0 0 0 0 3.6v3.7H4v-3.7a1.9 1.9 0 0 0 0-3.6zM14 7v2M14 11v2M14 15v2',
  scan: 'M4 8.5V6a2 2 0 0 1 2-2h2.5M15.5 4H18a2 2 0 0 1 2 2v2.5M20 15.5V18a2 2 0 0 1-2 2h-2.5M8.5 20H6a2 2 0 0 1-2-2v-2.5M4 12h16',
  activity: 'M5 4.5h14v15.5l-2.3-1.5-2.4 1.5-2.3-1.5L9.7 20l-2.4-1.5L5 20zM8.5 9h7M8.5 13h7',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.6-4 3.4-6 7.5-6s6.9 2 7.5 6',
  forward: 'm9.5 5.5 6.5 6.5-6.5 6.5',
  back: 'M20 12H4.5M11 5.5 4.5 12l6.5 6.5',
  down: 'm5.5 9.5 6.5 6.5 6.5-6.5',
  close: 'm6 6 12 12M18 6 6 18',
  check: 'm5 12.5 4.5 4.5L19 7',
  success: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.3l2.8 2.8L16 9.7',
  warning: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.1',
  refusal: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9 9l6 6M15 9l-6 6',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.8v.1',
  online: 'M7 18.5a4.5 4.5 0 0 1-.4-9 5.5 5.5 0 0 1 10.6-1A5 5 0 0 1 17 18.5zM9.3 13.2l2 2 3.6-3.8',
  offline: 'M9 6.3a5.5 5.5 0 0 1 8.2 2.2 5 5 0 0 1 3 8.4M17 18.5H7a4.5 4.5 0 0 1-.4-9M4 4l16 16',
  sync: 'M19.5 9A8 8 0 0 0 5 8.5M4.5 4.5v4h4M4.5 15A8 8 0 0 0 19 15.5M19.5 19.5v-4h-4',
  torch: 'M8 3h8v3.5l-2 3V20a1 1 0 0 1-1 1h-2a1 1 0 0 1-1-1V9.5l-2-3zM8 6.5h8M12 12.5v2',
  lens: 'M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM14.8 12a3 3 0 0 0-5.6.5M9 10.5v2h2M9.2 14.5a3 3 0 0 0 5.6-.5M15 16v-2h-2',
  image: 'M4 5h16v14H4zM4 16l4.5-4.5L12 15l3-3 5 5M15.5 9v.1',
  paste: 'M8 5H6v15h12V5h-2M9 3.5h6v3.5H9zM9 12h6M9 15.5h4',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3 20 20',
  globe:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.5 2.5 3.7 5.5 3.7 9s-1.2 6.5-3.7 9c-2.5-2.5-3.7-5.5-3.7-9S9.5 5.5 12 3z',
  shield: 'M12 3.5 5 6v5.5c0 4.5 2.7 7.5 7 9 4.3-1.5 7-4.5 7-9V6zM9 12l2.2 2.2 4-4.2',
  install: 'M12 4v10M7.5 10 12 14.5l4.5-4.5M5 16.5v3h14v-3',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v3M17 20h3M14 20v-.5',
  erase: 'M8.5 6H20v12H8.5L3 12zM11.5 9.5l5 5M16.5 9.5l-5 5',
  filter: 'M4 6h16M7 12h10M10 18h4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2',
  calendar: 'M5 6h14v14H5zM5 10.5h14M9 3.5V8M15 3.5V8',
  gift: 'M4 9h16v3.5H4zM5.5 12.5V20h13v-7.5M12 9v11M12 9C10 9 7.5 8 7.5 6S10.5 3.5 12 9c1.5-5.5 4.5-5 4.5-3S14 9 12 9z',
  receipt: 'M6 3.5h12V20l-2-1.3-2 1.3-2-1.3-2 1.3-2-1.3L6 20zM9 8h6M9 11.5h6M9 15h3',
  pending:
    'M7 3.5h10M7 20.5h10M8 3.5c0 4 1.3 6 4 8.5 2.7-2.5 4-4.5 4-8.5M8 20.5c0-4 1.3-6 4-8.5 2.7 2.5 4 4.5 4 8.5',
  till: 'M4 13h16v7H4zM6 13l1.5-7h9l1.5 7M9.5 9.5h5M10 16.5h4',
  shift: 'M4 20V10M9.3 20V4M14.7 20v-7M20 20V8',
  storage: 'M5 6.5C5 4.5 19 4.5 19 6.5S5 8.5 5 6.5zM5 6.5v11c0 2 14 2 14 0v-11M5 12c0 2 14 2 14 0',
  unlink: 'M9.5 14.5l5-5M11 7l1.5-1.5a4 4 0 0 1 6 6L17 13M13 17l-1.5 1.5a4 4 0 0 1-6-6L7 11',
  ladder: 'M4 19h4v-4h4v-4h4V7h4',
  keyboard: 'M3.5 7h17v10h-17zM7 10.5v.1M10.3 10.5v.1M13.7 10.5v.1M17 10.5v.1M8.5 14h7',
} as const;

export type IconName = ProgrammeIconName | keyof typeof SCREEN_ICONS;

/** Directional icons: drawn for left-to-right, mirrored where the text runs the other way. */
export const MIRRORED: ReadonlySet<IconName> = new Set([
  'forward',
  'back',
  'erase',
  'ladder',
  'activity',
  'receipt',
]);
