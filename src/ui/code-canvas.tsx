import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { codeModulesFrom, pixelsPerModule, QUIET_MODULES } from './code-modules.ts';
import type { CodeModules } from './code-modules.ts';
import { useLanguage } from './language.tsx';
import styles from './code-canvas.module.css';

export interface CodeCanvasProps {
  readonly text: string;
  /** What the code is, for screen readers: "member pass". */
  readonly label: string;
}

/** A QR symbol as large as its room allows, black on white in every theme, one whole number of pixels per module. */
export function CodeCanvas({ text, label }: CodeCanvasProps) {
  const { shared } = useLanguage();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const roomPx = useRoom(frame);
  const modules = codeModulesFrom(text);
  useLayoutEffect(() => {
    if (canvas.current !== null && modules !== undefined && roomPx > 0)
      drawCode(canvas.current, modules, roomPx);
  }, [text, roomPx]);
  if (modules === undefined) return <p role="alert">{shared.qr.tooLong}</p>;
  return (
    <figure class={styles.figure}>
      <div ref={frame} class={styles.frame}>
        <canvas ref={canvas} class={styles.canvas} aria-hidden={true} data-code={text} />
      </div>
      <figcaption class="visually-hidden">{shared.qr.label(label)}</figcaption>
    </figure>
  );
}

/** The free width and height in CSS pixels, the smaller of both; follows rotation and resizing. */
function useRoom(frame: { readonly current: HTMLDivElement | null }): number {
  const [roomPx, setRoomPx] = useState(0);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setRoomPx(Math.floor(height > 0 ? Math.min(width, height) : width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return roomPx;
}

/** Draws in device pixels and lets CSS show exactly those, so that no edge is blurred. */
export function drawCode(canvas: HTMLCanvasElement, modules: CodeModules, roomPx: number): void {
  const density = Math.max(1, globalThis.devicePixelRatio || 1);
  const step = pixelsPerModule(roomPx * density, modules.size);
  const side = step * (modules.size + 2 * QUIET_MODULES);
  canvas.width = side;
  canvas.height = side;
  canvas.style.inlineSize = `${side / density}px`;
  canvas.style.blockSize = `${side / density}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, side, side);
  context.fillStyle = '#000000';
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (modules.dark(x, y))
        context.fillRect((x + QUIET_MODULES) * step, (y + QUIET_MODULES) * step, step, step);
    }
  }
}
