import type { After } from './video-frames.ts';
import {
  type Burst,
  NO_BURST,
  WEDGE_DEFAULTS,
  type WedgeSettings,
  type WedgeStep,
  endBurst,
  takeKey,
} from './wedge.ts';

export interface WedgeOptions {
  /** Where keys arrive, usually the document. */
  readonly target: Document | HTMLElement;
  readonly after: After;
  readonly onScan: (text: string) => void;
  /** A key has come that may be the first of a scan; whoever takes keys has not got it yet. */
  readonly onBegin?: () => void;
  /** Asked for anew at each burst: the scanner may have been set anew meanwhile. */
  readonly settings?: () => Partial<WedgeSettings>;
}

/** Without ENTER a scan is over when no key came for so long. A busy page may see a key late: hence the margin. */
const QUIET_MS = 150;

/** What a field contained before a burst, so that a scan does not stay in an amount or a name. */
interface FieldBefore {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
}

/**
 * Listens for scanners that type. Typing by people goes where they type; what a scanner has typed into a field
 * is taken out again. Password fields are left alone. Returns the function that ends listening.
 */
export function listenToWedge(options: WedgeOptions): () => void {
  const { target, after, onScan, onBegin, settings: given } = options;
  let settings = WEDGE_DEFAULTS;
  let burst: Burst = NO_BURST;
  let before: FieldBefore | undefined;
  let cancelEnd = () => {};
  /** When the last key came that was a scanner's beyond doubt. */
  let typedAtMs = Number.NEGATIVE_INFINITY;

  function take(step: WedgeStep): void {
    if (step.scan !== undefined) typedAtMs = Math.max(typedAtMs, burst.lastAtMs);
    burst = step.burst;
    if (step.scan === undefined) return;
    restore(before);
    onScan(step.scan);
  }

  function onKeyDown(event: Event): void {
    if (!(event instanceof KeyboardEvent) || event.isComposing || event.repeat || isPassword(event.target))
      return;
    if (burst === NO_BURST) settings = { ...WEDGE_DEFAULTS, ...given?.() };
    const key = { key: event.key, atMs: event.timeStamp, ctrl: event.ctrlKey && !event.altKey };
    const last = burst;
    const step = takeKey(burst, key, settings);
    take(step);
    // Some scanners send two of them, or one that is late, and it would decide what the code has only opened.
    const isEndTooMany = endsScan(event) && event.timeStamp - typedAtMs <= QUIET_MS;
    if (step.swallow) typedAtMs = event.timeStamp;
    if (step.swallow || isEndTooMany) event.preventDefault();
    if (burst !== last && burst.text.length === 1) {
      before = fieldOf(event.target);
      onBegin?.();
    }
    cancelEnd();
    if (burst.text !== '') cancelEnd = after(QUIET_MS, () => take(endBurst(burst, settings)));
  }

  target.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    cancelEnd();
    target.removeEventListener('keydown', onKeyDown, { capture: true });
  };
}

/** Enter and Tab, also as the control characters that some scanners send. */
function endsScan({ key, ctrlKey }: KeyboardEvent): boolean {
  return key === 'Enter' || key === 'Tab' || (ctrlKey && /^[jm]$/i.test(key));
}

function isPassword(element: EventTarget | null): boolean {
  return element instanceof HTMLInputElement && element.type === 'password';
}

/** The key's own character is not in the field yet when the key goes down. */
function fieldOf(element: EventTarget | null): FieldBefore | undefined {
  const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  return isField ? { field: element, value: element.value } : undefined;
}

function restore(before: FieldBefore | undefined): void {
  if (before === undefined || before.field.value === before.value) return;
  before.field.value = before.value;
  before.field.dispatchEvent(new Event('input', { bubbles: true }));
}
