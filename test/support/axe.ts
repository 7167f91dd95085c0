import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// axe brings its own copy of Playwright's types; at run time it is the same page.
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'];

/**
 * What axe finds on a page, one line per rule with the elements; empty when there is nothing. In the page itself: the
 * default opens another page for each look and takes three times as long.
 */
export async function axeFaultsOn(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page: page as unknown as AxePage })
    .withTags(RULES)
    .setLegacyMode()
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
