/** Browsers fetch the file some time after the click; Safari finds nothing where the address is gone by then. */
const FETCHED_BY_MS = 60_000;

/** Hands a file to the browser's downloads; works without a line. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  setTimeout(() => URL.revokeObjectURL(url), FETCHED_BY_MS);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
