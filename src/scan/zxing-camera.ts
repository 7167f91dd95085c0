// Camera control by @zxing/browser, in a file of its own because the package is loaded only with a camera.
import { BrowserCodeReader } from '@zxing/browser';
import type { Lens } from './camera-source.ts';

/** The cameras of this device. The package makes up English labels before permission: those are left empty. */
export async function listLenses(): Promise<readonly Lens[]> {
  const devices = await BrowserCodeReader.listVideoInputDevices();
  return devices.map(({ deviceId, label }) => ({
    id: deviceId,
    label: /^Video device \d+$/.test(label) ? '' : label,
  }));
}

/** Rejects when the camera refuses. */
export function switchTorch(track: MediaStreamTrack, on: boolean): Promise<void> {
  return BrowserCodeReader.mediaStreamSetTorch(track, on);
}
