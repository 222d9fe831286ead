/** Runs each task once a round, in turn, so that a slow moment of the machine meets all of them; medians in ms. */
export async function medianTimes(
  tasks: Readonly<Record<string, () => Promise<void>>>,
  rounds: number,
): Promise<Record<string, number>> {
  const times = new Map(Object.keys(tasks).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, task] of Object.entries(tasks)) {
      const start = performance.now();
      await task();
      times.get(name)?.push(performance.now() - start);
    }
  }
  return Object.fromEntries([...times].map(([name, each]) => [name, median(each)]));
}

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
