import { expect, test } from 'vitest';
import type { Services } from '#cashier/shell/services.ts';
import { servicesInTraining } from '#cashier/training/training-services.ts';

test('a practice code comes as a shot does: who listens hears that it begins, then what it says', () => {
  const { port1: worker } = new MessageChannel();
  const services = { listenToWedge: () => () => undefined } as unknown as Services;
  const heard: string[] = [];
  const { listenToWedge, training } = servicesInTraining(
    worker as unknown as Worker,
    services,
    () => undefined,
  );
  const stop = listenToWedge(
    (text) => heard.push(text),
    () => heard.push('begins'),
  );
  training!.scan('LW1:member');
  stop();
  training!.scan('LW1:voucher');
  expect(heard).toEqual(['begins', 'LW1:member']);
  worker.close();
});
