import { createContext } from 'preact';

/** Whether the screen around a component is the one in front. A screen behind it keeps what it holds. */
export const ShownContext = createContext(true);
