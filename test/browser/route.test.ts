import { h, render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import { hrefOf, useScreen } from '#cashier/shell/route.ts';

const place = document.createElement('div');

afterEach(() => {
  render(null, place);
  location.hash = '';
});

function Shown() {
  return useScreen();
}

test('an address that changes right after the first drawing is not missed, nor is a later one', async () => {
  render(h(Shown, {}), place);
  expect(place.textContent).toBe('serve');
  // Nothing of what waits for the next frame has run yet, and the browser tells of this in a task of its own.
  history.replaceState(undefined, '', hrefOf('queue'));
  await vi.waitFor(() => expect(place.textContent).toBe('queue'));
  location.hash = hrefOf('shift');
  await vi.waitFor(() => expect(place.textContent).toBe('shift'));
});
