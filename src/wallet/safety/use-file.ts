import { useState } from 'preact/hooks';
import type { FileView } from '#bridge/common-views.ts';
import { type HandedOver, handOver } from '#wallet/calendar/hand-over.ts';

/** Gives a file to the person, and what became of it. */
export function useFile(): readonly [HandedOver | undefined, (file: FileView | undefined) => Promise<void>] {
  const [handed, setHanded] = useState<HandedOver>();
  const give = async (file: FileView | undefined) => {
    if (file === undefined) return setHanded(undefined);
    const { name, bytes } = file;
    setHanded(await handOver(new File([bytes], name, { type: 'application/octet-stream' })));
  };
  return [handed, give];
}
