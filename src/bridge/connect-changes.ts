// The window's ear: one broadcast channel per app, many listeners.
import { changeChannelName } from './changes.ts';
import type { App, Change, Topic } from './changes.ts';

export interface ChangeFeed {
  subscribe(topics: readonly string[], onChange: () => void): () => void;
}

/** Opens the app's change channel for as long as the page lives. */
export function openChangeFeed(app: App): ChangeFeed {
  const channel = new BroadcastChannel(changeChannelName(app));
  const listeners = new Set<(topics: readonly Topic[]) => void>();
  channel.addEventListener('message', (event: MessageEvent<Change>) => {
    for (const listener of listeners) listener(event.data.topics);
  });
  return {
    subscribe(topics, onChange) {
      const listener = (changed: readonly Topic[]) => {
        if (changed.some((topic) => topics.includes(topic))) onChange();
      };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
