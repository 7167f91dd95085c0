export interface Visibility {
  follow(): void;
  unfollow(): void;
}

/** A camera that stays open in the background drains the phone, and iOS gives back a dead picture. */
export function visibilityOf(
  page: Document,
  on: { readonly hidden: () => void; readonly visible: () => unknown },
): Visibility {
  const changed = () => (page.hidden ? on.hidden() : on.visible());
  return {
    follow: () => page.addEventListener('visibilitychange', changed),
    unfollow: () => page.removeEventListener('visibilitychange', changed),
  };
}
