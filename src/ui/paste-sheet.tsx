import { useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { useLanguage } from './language.tsx';
import { Sheet } from './sheet.tsx';
import styles from './scanner-view.module.css';

export interface PasteSheetProps {
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

/** Takes the text of a code, for as long as it is on the screen. */
export function PasteSheet({ onText, onClose }: PasteSheetProps) {
  const { shared } = useLanguage();
  const [text, setText] = useState('');
  return (
    <Sheet open title={shared.scanner.pasteTitle} onClose={onClose}>
      <form
        class={styles.paste}
        onSubmit={(event) => {
          event.preventDefault();
          onText(text);
        }}
      >
        <Field label={shared.scanner.pasteLabel} value={text} onInput={setText} code lines={5} />
        <Button kind="primary" type="submit" disabled={text.trim() === ''} wide>
          {shared.scanner.pasteUse}
        </Button>
      </form>
    </Sheet>
  );
}
