import { useState } from 'preact/hooks';
import { Sheet, type SheetProps } from '#ui/sheet.tsx';

/**
 * A sheet that stays while it is held, since closing it would look like taking back what cannot be taken back.
 * A browser may close a dialog whatever the page says, so it is opened again.
 */
export function HeldSheet({ held, onClose, ...sheet }: SheetProps & { readonly held: boolean }) {
  const [opening, setOpening] = useState(0);
  return <Sheet key={opening} {...sheet} onClose={held ? () => setOpening(opening + 1) : onClose} />;
}
