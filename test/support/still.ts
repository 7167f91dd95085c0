import type { Page } from 'playwright';

/** Longer ones say how old something is. */
const LONGEST_MOVE_MS = 2_000;

/** Everything that slides, fades or comes late is where it ends: what is judged is where things come to rest. */
export async function makeStill(page: Page): Promise<void> {
  await page.evaluate((longest) => {
    for (const animation of document.getAnimations()) {
      const timing = animation.effect?.getComputedTiming();
      if (timing?.iterations === 1 && Number(timing.duration) < longest) animation.finish();
    }
  }, LONGEST_MOVE_MS);
}
