/** One camera of the device. `label` is empty until the user has allowed the camera once. */
export interface Lens {
  readonly id: string;
  readonly label: string;
}

/**
 * Where pictures come from: the device's cameras, or a canvas that stands for one. `open` and `list` behave
 * like `getUserMedia` and `enumerateDevices`: `open` rejects with an error whose `name` tells why.
 */
export interface CameraSource {
  open(constraints: MediaStreamConstraints): Promise<MediaStream>;
  list(): Promise<readonly Lens[]>;
  /** The first stream of a session is dead and has to be thrown away (installed apps on iOS). */
  readonly needsWarmUp?: boolean;
}

/** Remembers which lens the user chose on this device. */
export interface LensStore {
  load(): string | undefined;
  save(lensId: string): void;
}
