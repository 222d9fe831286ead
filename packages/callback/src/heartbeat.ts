/**
 * Makes a function that is called as often as work goes forward and beats at most every `everyMs`: a task whose work
 * is stuck shows no heartbeat. Times are milliseconds; whatever `beat` rejects with ends the work.
 */
export function heartbeat(
  everyMs: number,
  now: () => number,
  beat: () => Promise<void>,
): () => Promise<void> {
  let last = now();
  return async () => {
    if (now() - last < everyMs) return;
    last = now();
    await beat();
  };
}
