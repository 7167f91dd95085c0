// A file made here, to wherever the person wants it: the share sheet where files can be shared, else a download.

import type { TimerClock } from '#wallet/environment.ts';

export type HandedOver = 'shared' | 'saved' | 'cancelled' | 'failed';

export async function handOver(file: File, clock: Pick<TimerClock, 'after'>): Promise<HandedOver> {
  if (navigator.canShare?.({ files: [file] }) === true) {
    try {
      await navigator.share({ files: [file] });
      return 'shared';
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled';
      // Some browsers promise to share a kind of file and then refuse: the download is left.
    }
  }
  return download(file, clock);
}

/** Browsers fetch the file some time after the click. */
const FETCHED_BY_MS = 60_000;

function download(file: File, clock: Pick<TimerClock, 'after'>): HandedOver {
  const url = URL.createObjectURL(file);
  try {
    const link = document.createElement('a');
    link.href = url;
    link.download = file.name;
    document.body.append(link);
    link.click();
    link.remove();
    return 'saved';
  } catch {
    return 'failed';
  } finally {
    clock.after(FETCHED_BY_MS, () => URL.revokeObjectURL(url));
  }
}
