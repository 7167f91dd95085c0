// Only the wallet draws programmes: their icons come with whatever asks for one, and the till does not carry them.
import { addIcons } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { PROGRAMME_ICONS, type ProgrammeIconName } from './programme-icon-paths.ts';

addIcons(PROGRAMME_ICONS);

export function programmeIcon(name: string): IconName {
  return name in PROGRAMME_ICONS ? (name as ProgrammeIconName) : 'star';
}
