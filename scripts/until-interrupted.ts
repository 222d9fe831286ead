/** Resolves with the signal's name at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function untilInterrupted(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const interrupted = (signal: NodeJS.Signals) => {
      resolve(signal);
      for (const again of ['SIGINT', 'SIGTERM'] as const) {
        process.removeListener(again, interrupted);
        process.once(again, () => process.exit(130));
      }
    };
    process.once('SIGINT', interrupted);
    process.once('SIGTERM', interrupted);
  });
}
