import { useEffect, useState } from 'preact/hooks';

/** Something that can be accepted for as long as it is offered, e.g. an installation. */
export interface Offer {
  current(): (() => void) | undefined;
  put(accept: (() => void) | undefined): void;
  subscribe(listener: () => void): () => void;
}

export function createOffer(): Offer {
  const listeners = new Set<() => void>();
  let accept: (() => void) | undefined;
  return {
    current: () => accept,
    put(next) {
      accept = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useOffer(offer: Offer): (() => void) | undefined {
  const [accept, setAccept] = useState<(() => void) | undefined>(() => offer.current());
  useEffect(() => {
    const update = () => setAccept(() => offer.current());
    update();
    return offer.subscribe(update);
  }, [offer]);
  return accept;
}
