/** Whoever holds it is the only one, in all tabs, that reads or changes what the till remembers of sales. */
export const SALE_LOCK = 'tessera-cashier-sale';
