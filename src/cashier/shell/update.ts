import { signal } from '@preact/signals';
import { whenPartLost } from '#ui/load-part.ts';

/** A tab with an older version keeps the database from opening. */
export const databaseHeldUp = signal(false);

/** Reloads into the new version that waits; `undefined` while there is none. Only a person's press may call it. */
export const waitingUpdate = signal<(() => void) | undefined>(undefined);

/** Starts the page anew; there once the worker has failed. */
export const restart = signal<(() => void) | undefined>(undefined);

/** A part of the app did not arrive, and trying again does not bring it. */
export const partLost = signal(false);
whenPartLost(() => void (partLost.value = true));
