import { readSetting, writeSetting } from './settings.ts';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

export function currentTheme(): Theme {
  const remembered = readSetting('theme');
  return THEMES.find((theme) => theme === remembered) ?? 'system';
}

/** Puts the theme on the page; `system` leaves the choice to the media queries. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export function chooseTheme(theme: Theme): void {
  writeSetting('theme', theme);
  applyTheme(theme);
}
