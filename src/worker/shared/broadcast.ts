import { type App, type Change, type Topic, changeChannelName } from '#bridge/changes.ts';

/** Tells every window of the app, in every tab, which screens are out of date. */
export interface Broadcast {
  readonly changed: (...topics: readonly Topic[]) => void;
  /** Calls back when a worker of another tab told so. */
  readonly onChange: (listener: (change: Change) => void) => void;
}

export function createBroadcast(app: App): Broadcast {
  const channel = new BroadcastChannel(changeChannelName(app));
  return {
    changed: (...topics) => {
      if (topics.length > 0) channel.postMessage({ topics: [...new Set(topics)] } satisfies Change);
    },
    onChange: (listener) => {
      channel.addEventListener('message', (event: MessageEvent<Change>) => listener(event.data));
    },
  };
}
