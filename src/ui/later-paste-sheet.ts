// Few codes are pasted: the sheet with its field comes after the first screen.
import { later } from './later.tsx';

export const laterPasteSheet = later(
  () => import('./paste-sheet.tsx'),
  (part) => part.PasteSheet,
);
