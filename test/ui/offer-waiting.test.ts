// A new version is offered whenever it came: before the page looked, while it looked, and after.
import { afterEach, expect, test, vi } from 'vitest';
import { offerWaiting } from '#ui/offer-waiting.ts';

afterEach(() => vi.unstubAllGlobals());

class FakeWorker extends EventTarget {
  readonly heard: unknown[] = [];
  postMessage(message: unknown): void {
    this.heard.push(message);
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;

  /** A new version is found; its files are on their way. */
  find(): FakeWorker {
    this.installing = new FakeWorker();
    this.dispatchEvent(new Event('updatefound'));
    return this.installing;
  }

  installed(): void {
    const worker = this.installing!;
    [this.waiting, this.installing] = [worker, null];
    worker.dispatchEvent(new Event('statechange'));
  }
}

/** A page that a service worker controls already. */
function openPage() {
  const container = Object.assign(new EventTarget(), { controller: {} });
  vi.stubGlobal('navigator', { serviceWorker: container });
  const registration = new FakeRegistration();
  const offers: ((() => void) | undefined)[] = [];
  const watch = (): void =>
    offerWaiting(registration as never as ServiceWorkerRegistration, {
      offer: (accept) => offers.push(accept),
      reload: () => undefined,
    });
  return { registration, offers, watch };
}

test('one that waits already is offered', () => {
  const { registration, offers, watch } = openPage();
  registration.find();
  registration.installed();
  watch();
  expect(offers).toHaveLength(1);
});

test('one that was found before the page began to watch, and is still being fetched, is offered once it waits', () => {
  const { registration, offers, watch } = openPage();
  const worker = registration.find();
  watch();
  expect(offers).toEqual([]);
  registration.installed();
  expect(offers).toHaveLength(1);
  offers[0]!();
  expect(worker.heard).toEqual([{ type: 'SKIP_WAITING' }]);
});

test('one that comes later is offered, each once', () => {
  const { registration, offers, watch } = openPage();
  watch();
  for (const count of [1, 2]) {
    const worker = registration.find();
    registration.installed();
    worker.dispatchEvent(new Event('statechange'));
    expect(offers).toHaveLength(count);
  }
});
