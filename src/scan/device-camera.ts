import type { CameraSource } from './camera-source.ts';

/** The cameras of this device. Browsers hide them altogether on pages without https. */
export function deviceCamera(): CameraSource {
  return {
    // An installed app on iOS: the picture of its first stream stays black until another one is opened.
    needsWarmUp: (navigator as { standalone?: boolean }).standalone === true,
    async open(constraints) {
      if (!isSecureContext) throw new DOMException('cameras need https', 'InsecureContextError');
      if (navigator.mediaDevices === undefined)
        throw new DOMException('no camera interface', 'NotFoundError');
      return navigator.mediaDevices.getUserMedia(constraints);
    },
    async list() {
      if (navigator.mediaDevices === undefined) return [];
      const { listLenses } = await import('./zxing-camera.ts');
      return listLenses();
    },
  };
}
