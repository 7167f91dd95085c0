// How a screen learns that its data changed, also when another tab or the syncer changed it.

export type Topic =
  | 'programmes'
  | 'vouchers'
  | 'activity'
  | 'connection'
  | 'device'
  | 'folds'
  | 'inbox'
  | 'sales';

export interface Change {
  readonly topics: readonly Topic[];
}

/** `training` is the till's practice mode: nothing of it may be heard by the real till. */
export type App = 'wallet' | 'cashier' | 'training';

/** One broadcast channel per app: the worker of any tab posts, every window listens. */
export function changeChannelName(app: App): string {
  return `tessera-${app}-changes`;
}
