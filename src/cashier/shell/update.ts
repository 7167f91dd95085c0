import { signal } from '@preact/signals';

/** Reloads into the new version that waits; `undefined` while there is none. Only a person's press may call it. */
export const waitingUpdate = signal<(() => void) | undefined>(undefined);
