// Practice over sample data: a code of practice reaches whoever listens to the scanner at that moment, and nobody else.
import type { Services } from '#cashier/shell/services.ts';

export function practising(services: Services, scan: (text: string) => void, codeText: string): Services {
  return {
    ...services,
    training: {
      specimen: async () => ({ text: codeText, madeAtMs: services.nowMs() }),
      scan,
      leave: () => undefined,
    },
  };
}
