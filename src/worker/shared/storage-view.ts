import type { StorageView } from '#bridge/common-views.ts';

/** What the browser says about this origin's storage. Asking to persist is the window's business: workers may not. */
export async function browserStorageView(): Promise<StorageView> {
  try {
    const [persisted, { usage, quota }] = await Promise.all([
      navigator.storage.persisted(),
      navigator.storage.estimate(),
    ]);
    return {
      persisted,
      ...(usage === undefined ? {} : { usageBytes: usage }),
      ...(quota === undefined ? {} : { quotaBytes: quota }),
    };
  } catch {
    return { persisted: 'unknown' };
  }
}
