import type { ChildView, MapRunView } from '@batch-workflows/asl';

const UNSUCCESSFUL: readonly string[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/** How many child executions, or items, of a map run stand where. */
export interface Counts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly total: number;
  readonly resultsWritten: number;
  /** Ended without success for good. */
  readonly failuresNotRedrivable: number;
  /** Ended without success, and to be taken up by the redriven run. */
  readonly pendingRedrive: number;
}

/**
 * @param isRedrivable whether a child that ended without success can be taken up again
 * @param weigh what a child with so many items counts: 1 for the executions, its items for the items
 */
export function counts(
  run: MapRunView,
  isRedrivable: (child: ChildView) => boolean,
  weigh: (items: number) => number,
): Counts {
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + weigh(size), 0);
  const sumOf = (wanted: (child: ChildView) => boolean) =>
    sum(run.children.filter(wanted).map(({ items }) => items));
  const of = (status: string) => sumOf((child) => child.status === status && !child.pendingRedrive);
  const [running, succeeded, failed] = [of('RUNNING'), of('SUCCEEDED'), of('FAILED')];
  const timedOut = of('TIMED_OUT');
  const total = sum(run.sizes);
  const hasEnded = run.status !== 'RUNNING';
  // What had not started when the run ended counts as aborted.
  const unstarted = total - sum(run.children.map(({ items }) => items));
  return {
    pending: hasEnded ? 0 : unstarted,
    running,
    succeeded,
    failed,
    timedOut,
    aborted: of('ABORTED') + (hasEnded ? unstarted : 0),
    total,
    resultsWritten: hasEnded ? succeeded + failed + timedOut : 0,
    failuresNotRedrivable: sumOf((child) => UNSUCCESSFUL.includes(child.status) && !isRedrivable(child)),
    pendingRedrive: sumOf(({ pendingRedrive }) => pendingRedrive),
  };
}
