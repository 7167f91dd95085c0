import { connectTraining } from '#bridge/cashier-training.ts';
import type { Services, Training } from '#cashier/shell/services.ts';

/** The services of a till, with codes to practise on. */
export function servicesInTraining(
  worker: Worker,
  services: Services,
  page: Pick<Training, 'scan' | 'leave'>,
): Services {
  const api = connectTraining(worker);
  return { ...services, training: { specimen: (kind) => api.specimen(kind), ...page } };
}
