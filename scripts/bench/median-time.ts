/** A task runs so often in a row: what the one before it left in caches and on the heap is past by then. */
const IN_A_ROW = 5;

/** Runs the tasks in turn, so that a slow moment of the machine meets all of them; medians of single runs in ms. */
export async function medianTimes(
  tasks: Readonly<Record<string, () => Promise<void>>>,
  rounds: number,
): Promise<Record<string, number>> {
  const times = new Map(Object.keys(tasks).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, task] of Object.entries(tasks)) {
      for (let run = 0; run < IN_A_ROW; run++) {
        const start = performance.now();
        await task();
        times.get(name)?.push(performance.now() - start);
      }
    }
  }
  return Object.fromEntries([...times].map(([name, each]) => [name, median(each)]));
}

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
