// Practice over sample data: a code of practice reaches whoever listens to the scanner at that moment, and nobody else.
import type { Services } from '#cashier/shell/services.ts';

export function practising(services: Services, codeText: string): Services {
  const listeners = new Set<(text: string) => void>();
  return {
    ...services,
    listenToWedge: (onScan) => {
      const end = services.listenToWedge(onScan);
      listeners.add(onScan);
      return () => {
        listeners.delete(onScan);
        end();
      };
    },
    training: {
      specimen: async () => ({ text: codeText, madeAtMs: services.nowMs() }),
      scan: (text) => {
        for (const listener of listeners) listener(text);
      },
      leave: () => undefined,
    },
  };
}
