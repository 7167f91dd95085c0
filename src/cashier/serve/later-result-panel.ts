// What a scan came to is shown after the first scan, not before: it comes after the first screen.
import { later } from '#ui/later.tsx';

export const laterResultPanel = later(
  () => import('./result-panel.tsx'),
  (part) => part.ResultPanel,
);
