import { connectTraining } from '#bridge/cashier-training.ts';
import type { Services } from '#cashier/shell/services.ts';

/** The services of a till, with practice codes that arrive as if a hardware scanner had typed them. */
export function servicesInTraining(worker: Worker, services: Services, leave: () => void): Services {
  const api = connectTraining(worker);
  const listeners = new Set<(text: string) => void>();
  return {
    ...services,
    listenToWedge: (onScan, onBegin) => {
      const end = services.listenToWedge(onScan, onBegin);
      const shot = (text: string): void => {
        onBegin?.();
        onScan(text);
      };
      listeners.add(shot);
      return () => {
        listeners.delete(shot);
        end();
      };
    },
    training: {
      specimen: (kind) => api.specimen(kind),
      scan: (text) => {
        for (const listener of listeners) listener(text);
      },
      leave,
    },
  };
}
