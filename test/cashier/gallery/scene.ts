import type { Page } from 'playwright';

export interface Scene {
  readonly name: string;
  readonly query: string;
  readonly hash: string;
  readonly play?: (page: Page) => Promise<void>;
}
