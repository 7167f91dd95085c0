// The line between an app and the demo page around it. Outside the demo page both functions find nothing.
import type { CameraSource } from '#scan/camera-source.ts';

/** What the demo page offers to the two apps it frames, as `window.tesseraDemo`. */
export interface DemoStage {
  /** A camera that looks at the neighbour's screen. */
  cameraFor(viewer: Window): MediaStream;
  /** Calls back at once and whenever the switch moves; true: cut off from the server. */
  onCut(listener: (cut: boolean) => void): void;
}

/** The camera that the demo page offers to this frame, when this page is one of its frames. */
export function demoCamera(): CameraSource | undefined {
  const stage = stageAround();
  if (!stage) return undefined;
  return {
    open: async () => stage.cameraFor(window),
    list: async () => [{ id: 'neighbour', label: '' }],
  };
}

/** Follows the demo page's switch that cuts both devices off from the server. */
export function followDemoCut(cutConnection: (cut: boolean) => void): void {
  stageAround()?.onCut(cutConnection);
}

function stageAround(): DemoStage | undefined {
  if (window.parent === window) return undefined;
  try {
    return (window.parent as Window & { readonly tesseraDemo?: DemoStage }).tesseraDemo;
  } catch {
    // A frame of another origin may not be looked at: then it is not our demo page.
    return undefined;
  }
}
