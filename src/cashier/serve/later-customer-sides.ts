// Drawing codes takes a library of its own; the first code is shown after the first sale, not before.
import { later } from '#ui/later.tsx';

export const laterCustomerSides = later(
  () => import('./customer-sides.tsx'),
  (part) => part.CustomerSides,
);
