import { signal } from '@preact/signals';

/** Serve is in front and hears the scanner. */
export const serveListens = signal(false);
