import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What another language, theme or width can break in a page whose structure was judged before. */
const LOOK_RULES = [
  'color-contrast',
  'link-in-text-block',
  'target-size',
  'html-has-lang',
  'html-lang-valid',
];

// axe brings its own copy of Playwright's types; at run time it is the same page.
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'];

/**
 * What axe finds on a page, one line per rule with the elements; empty when there is nothing. In the page itself: the
 * default opens another page for each look and takes three times as long.
 */
export async function axeFaultsOn(page: Page, depth: 'all' | 'look' = 'all'): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page: page as unknown as AxePage })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode();
  const chosen = depth === 'all' ? builder.withTags(RULES) : builder.withRules(LOOK_RULES);
  const { violations } = await chosen.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
