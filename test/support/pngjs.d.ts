// The part of pngjs that the tests use; the package has no types of its own.
declare module 'pngjs' {
  export class PNG {
    constructor(options: { width: number; height: number });
    readonly width: number;
    readonly height: number;
    data: Buffer;
    static readonly sync: {
      read(file: Uint8Array): PNG;
      write(png: PNG): Buffer;
    };
  }
}
