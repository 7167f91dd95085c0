import { expect, test } from 'vitest';
import type { Services } from '#cashier/shell/services.ts';
import { createScannerInput } from '#cashier/shell/wedge-input.ts';
import { servicesInTraining } from '#cashier/training/training-services.ts';

function input(heard: string[]) {
  const target = new EventTarget() as Document;
  const after = () => () => undefined;
  return createScannerInput({ target, after, nowMs: () => 0, onUntaken: () => heard.push('not taken') });
}

test('a practice code comes as a shot does: who listens hears that it begins, then what it says', () => {
  const { port1: worker } = new MessageChannel();
  const heard: string[] = [];
  const { listen, shoot } = input(heard);
  const page = { scan: shoot, leave: () => undefined };
  const { training } = servicesInTraining(worker as unknown as Worker, {} as Services, page);
  const stop = listen(
    (text) => heard.push(text) > 0,
    () => heard.push('begins'),
  );
  training!.scan('LW1:member');
  stop();
  training!.scan('LW1:voucher');
  expect(heard).toEqual(['begins', 'LW1:member', 'not taken']);
  worker.close();
});

test('the newest of those who wait for a code gets it, and nobody else', () => {
  const heard: string[] = [];
  const { listen, shoot } = input(heard);
  listen((text) => heard.push(`screen ${text}`) > 0);
  const stop = listen((text) => heard.push(`sheet ${text}`) > 0);
  shoot('A');
  stop();
  shoot('B');
  expect(heard).toEqual(['sheet A', 'screen B']);
});
