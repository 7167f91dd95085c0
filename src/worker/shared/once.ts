/** What is done the first time it is asked for, and again when that failed. */
export function createOnce(task: () => Promise<void>): () => Promise<void> {
  let isDone = false;
  return async () => {
    if (isDone) return;
    isDone = true;
    await task().catch((error: unknown) => {
      isDone = false;
      throw error;
    });
  };
}
