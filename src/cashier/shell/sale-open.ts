import { signal } from '@preact/signals';

/** Whether a sale is on the screen: until it is done nothing may reload this page. */
export const saleOpen = signal(false);
