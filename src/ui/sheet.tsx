import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useId, useRef } from 'preact/hooks';
import { IconButton } from './button.tsx';
import { useLanguage } from './language.tsx';
import { ShownContext } from './shown.ts';
import styles from './sheet.module.css';

export interface SheetProps {
  readonly open: boolean;
  readonly title: string;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
  /** `full`: the whole screen in white, for a code that a scanner must see. */
  readonly size?: 'sheet' | 'full';
}

/** A second tap on the button that closed a full screen is meant for nothing that lies below it. */
const TAP_TOO_MANY_MS = 400;

/**
 * A modal sheet. The native dialog traps the focus, gives it back on closing, and closes on Escape; a click on
 * the backdrop closes as well.
 */
export function Sheet({ open: wanted, title, children, onClose, size = 'sheet' }: SheetProps) {
  // A modal dialog of a hidden screen would be seen by nobody and let nothing else be touched.
  const shown = useContext(ShownContext);
  const open = wanted && shown;
  const dialog = useRef<HTMLDialogElement>(null);
  /** Closing tells its own end later, when the sheet's owner may have opened something else. */
  const isOwners = useRef(false);
  const titleId = useId();
  const { shared } = useLanguage();
  useEffect(() => {
    const element = dialog.current;
    if (!open || element === null) return undefined;
    const before = document.activeElement as HTMLElement | null;
    isOwners.current = false;
    element.showModal();
    const stop = closeOnBackdrop(element);
    return () => {
      stop();
      isOwners.current = true;
      if (element.isConnected) element.close();
      // A dialog that was removed while it was open gives the focus back to nobody.
      else if (element.open) before?.focus();
    };
  }, [open]);
  // What was pressed may be gone with what the sheet showed before, and the focus with it.
  useEffect(() => {
    if (open && document.activeElement === document.body) dialog.current?.querySelector('h2')?.focus();
  }, [title]);
  return (
    <dialog
      ref={dialog}
      class={`${styles.sheet} ${styles[size]}`}
      aria-labelledby={titleId}
      onClose={() => {
        if (size === 'full') ignoreTaps();
        // Whoever took it away knows; and what went with its screen comes back with it.
        if (!isOwners.current) onClose();
      }}
    >
      {open && (
        <div class={styles.panel}>
          <header class={styles.head}>
            <h2 id={titleId} class={styles.title} tabIndex={-1}>
              {title}
            </h2>
            <IconButton
              icon="close"
              label={shared.close}
              onClick={() => dialog.current?.close()}
              kind="filled"
            />
          </header>
          <div class={styles.content}>{children}</div>
        </div>
      )}
    </dialog>
  );
}

// A listener on the element itself: for a pointer only, keys have Escape and the close button.
function closeOnBackdrop(dialog: HTMLDialogElement): () => void {
  let pressed: EventTarget | null;
  const onDown = (event: Event) => {
    pressed = event.target;
  };
  // Whoever selects text past the edge lets go on the backdrop, but has not pressed there.
  const onClick = (event: Event) => {
    if (event.target === dialog && pressed === dialog) dialog.close();
  };
  dialog.addEventListener('pointerdown', onDown);
  dialog.addEventListener('click', onClick);
  return () => {
    dialog.removeEventListener('pointerdown', onDown);
    dialog.removeEventListener('click', onClick);
  };
}

// Pointers only: keys do not land on what appears below a finger.
function ignoreTaps(): void {
  const { style } = document.body;
  style.pointerEvents = 'none';
  setTimeout(() => (style.pointerEvents = ''), TAP_TOO_MANY_MS);
}
