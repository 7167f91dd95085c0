import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { useLanguage } from './language.tsx';
import { laterPasteSheet } from './later-paste-sheet.ts';
import type { StillInputs } from './scanner-control.ts';
import styles from './scanner-view.module.css';

export interface OtherInputsProps {
  readonly onText: (text: string, via: 'image' | 'paste') => void;
  readonly inputs: StillInputs;
  readonly lead?: ComponentChildren;
  readonly pasting: boolean;
  readonly onPasting: (pasting: boolean) => void;
}

/** Ways in that need no camera: a picture with the code, or its text. */
export function OtherInputs({ onText, inputs, lead, pasting, onPasting }: OtherInputsProps) {
  const { shared, refusals } = useLanguage();
  const [problem, setProblem] = useState<string>();
  const onImage = async (file: Blob) => {
    setProblem(undefined);
    const reading = await inputs.readImage(file);
    if (!reading.ok) return setProblem(reading.error.kind);
    const [first] = reading.value;
    if (first === undefined) return setProblem('no_code_in_image');
    onText(first.text, 'image');
  };
  return (
    <>
      <div class={styles.others}>
        {lead !== undefined && <p class={styles.lead}>{lead}</p>}
        <ImageButton onImage={(file) => void onImage(file)} />
        <Button icon="paste" onClick={() => onPasting(true)}>
          {shared.scanner.paste}
        </Button>
      </div>
      {problem !== undefined && (
        <Banner tone="warn" live title={refusalText(refusals, problem).headline}>
          {refusalText(refusals, problem).next}
        </Banner>
      )}
      {pasting && (
        <laterPasteSheet.Component
          onClose={() => onPasting(false)}
          onText={(text) => {
            onPasting(false);
            setProblem(undefined);
            const reading = inputs.readPaste(text);
            if (reading.ok) onText(reading.value, 'paste');
            else setProblem(reading.error.kind);
          }}
        />
      )}
    </>
  );
}

function ImageButton({ onImage }: { readonly onImage: (file: Blob) => void }) {
  const { shared } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="image" onClick={() => input.current?.click()}>
        {shared.scanner.image}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={shared.scanner.image}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) onImage(file);
        }}
      />
    </>
  );
}
