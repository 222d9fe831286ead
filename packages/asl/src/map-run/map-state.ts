import type { LogEvent } from '../execution/event.ts';

/** The name of the Map state that a map run is of; undefined where the log does not tell of the run. */
export function mapStateOf(log: readonly LogEvent[], mapRunArn: string): string | undefined {
  const started = log.findIndex((event) => event.type === 'MapRunStarted' && event.mapRunArn === mapRunArn);
  const run = log[started];
  if (run?.type !== 'MapRunStarted') return undefined;
  const entered = log.findLast(
    (event, index) => index < started && event.type === 'StateEntered' && event.frame === run.frame,
  );
  return entered?.type === 'StateEntered' ? entered.name : undefined;
}
