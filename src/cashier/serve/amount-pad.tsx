import { useWords } from '#cashier/shell/words.ts';
import { Icon } from '#ui/icon.tsx';
import { type PadKey, type Sale, addLine, canAddLine, pressKey } from './sale.ts';
import styles from './amount-pad.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export interface AmountPadProps {
  readonly sale: Sale;
  readonly onChange: (change: (sale: Sale) => Sale) => void;
}

/** The keys of a till: the amount grows from the right, so no decimal point is needed. Left to right in every language. */
export function AmountPad({ sale, onChange }: AmountPadProps) {
  const { app, format } = useWords();
  const press = (key: PadKey) => onChange((before) => pressKey(before, key));
  return (
    <div class={styles.pad} dir="ltr" data-pad>
      {DIGITS.map((digit) => (
        <PadButton key={digit} area={`d${digit}`} onPress={() => press({ kind: 'digits', digits: digit })}>
          {format.integer(Number(digit))}
        </PadButton>
      ))}
      <PadButton area="d0" onPress={() => press({ kind: 'digits', digits: '0' })}>
        {format.integer(0)}
      </PadButton>
      <PadButton area="d00" onPress={() => press({ kind: 'digits', digits: '00' })}>
        {format.integer(0)}
        {format.integer(0)}
      </PadButton>
      <PadButton area="erase" quiet label={app.serve.erase} onPress={() => press({ kind: 'erase' })}>
        <Icon name="erase" />
      </PadButton>
      <PadButton area="clear" quiet label={app.serve.clear} onPress={() => press({ kind: 'clear' })}>
        <Icon name="close" />
      </PadButton>
      <PadButton
        area="line"
        quiet
        label={app.serve.addLine}
        disabled={!canAddLine(sale)}
        onPress={() => onChange(addLine)}
      >
        <Icon name="plus" />
      </PadButton>
    </div>
  );
}

interface PadButtonProps {
  readonly area: string;
  readonly label?: string;
  readonly quiet?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: preact.ComponentChildren;
}

function PadButton({ area, label, quiet = false, disabled = false, onPress, children }: PadButtonProps) {
  return (
    <button
      type="button"
      class={`${styles.key} ${quiet ? styles.quiet : ''}`}
      style={{ gridArea: area }}
      aria-label={label}
      disabled={disabled}
      // A pressed key would keep the focus, and Enter would press it again instead of recording the sale.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
