import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchPage } from '#ui/watch-page.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function turn(state: 'visible' | 'hidden'): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('a watched page', () => {
  it('tells when it is hidden and shown, when the service worker calls, and when there is a network', () => {
    const told: unknown[] = [];
    watchPage({ onVisible: (visible) => told.push(visible), onWake: () => told.push('wake') });
    turn('hidden');
    turn('visible');
    const { serviceWorker } = navigator;
    serviceWorker.dispatchEvent(new MessageEvent('message', { data: { type: 'sync' } }));
    serviceWorker.dispatchEvent(new MessageEvent('message', { data: { type: 'something else' } }));
    serviceWorker.dispatchEvent(new MessageEvent('message', { data: null }));
    dispatchEvent(new Event('online'));
    expect(told).toEqual([false, true, 'wake', 'wake']);
  });
});
