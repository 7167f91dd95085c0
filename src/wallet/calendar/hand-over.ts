// A file made here, to wherever the person wants it: the share sheet where files can be shared, else a download.
import { saveFile } from '#ui/save-file.ts';

export type HandedOver = 'shared' | 'saved' | 'cancelled' | 'failed';

export async function handOver(file: File): Promise<HandedOver> {
  if (navigator.canShare?.({ files: [file] }) === true) {
    try {
      await navigator.share({ files: [file] });
      return 'shared';
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled';
      // Some browsers promise to share a kind of file and then refuse: the download is left.
    }
  }
  return download(file);
}

function download(file: File): HandedOver {
  try {
    saveFile(file.name, file, file.type);
    return 'saved';
  } catch {
    return 'failed';
  }
}
