// What a screen told a person: "saved". Whatever happens later, the server must come to know it.

export interface Kept {
  /** Who said so. */
  readonly device: string;
  /** `receipt`: a message id that some claim must name. `join`: a programme. `visit`: the subject of its claim. */
  readonly kind: 'receipt' | 'join' | 'visit';
  readonly subject: string;
  /** Of a phone: whose it was when it said so. */
  readonly memberId?: string;
  /** Who signed the receipt, where another device says that it has it. */
  readonly till?: string;
  readonly words: string;
}

export interface Promises {
  readonly add: (kept: Kept) => void;
  /** The device's disk went back to an earlier day, or was lost: what it alone knew may be gone. */
  readonly release: (device: string) => void;
  /** Too late: nobody takes such a thing any more. */
  readonly lapse: (kind: Kept['kind']) => void;
  readonly all: () => readonly Kept[];
}

export function createPromises(): Promises {
  let promises: Kept[] = [];
  return {
    add: (kept) => void promises.push(kept),
    release: (device) => {
      promises = promises.filter((kept) => kept.device !== device);
    },
    lapse: (kind) => {
      promises = promises.filter((kept) => kept.kind !== kind);
    },
    all: () => promises,
  };
}
