import { type LogEvent, runOutcomes, type Transformation } from '@batch-workflows/asl';
import type { Clock } from '../../../clock.ts';
import type { Call } from '../../../service.ts';
import type { Records, Store } from '../../../store/store.ts';
import type { ExecutionRecord } from '../execution-record.ts';
import { mapContext } from '../role-context.ts';
import type { MapRuns } from './map-runs.ts';
import { writeResults } from './write-results.ts';

export interface AbortedRunsOptions {
  readonly accountId: string;
  readonly call: Call;
  readonly clock: Clock;
  readonly store: Store;
  readonly mapRuns: MapRuns;
  readonly log: (message: string) => void;
}

/** What ends a map run from outside. */
const ENDS: readonly LogEvent['type'][] = [
  'MapRunAborted',
  'ExecutionFailed',
  'ExecutionAborted',
  'ExecutionTimedOut',
];

/** Writes the results of map runs that were aborted: their executions do not wait for it. */
export class AbortedRuns {
  readonly #options: AbortedRunsOptions;
  /** Executions with a map run that writes its results. */
  readonly #writing: Records<true>;
  /** And those of them whose aborted runs are to be written, also by the next process. */
  readonly #unwritten: Records<true>;

  constructor(options: AbortedRunsOptions) {
    this.#options = options;
    this.#writing = options.store.records('states.map-run-writing');
    this.#unwritten = options.store.records('states.map-run-unwritten');
  }

  /** Keeps what these events leave to be written. */
  note(executionArn: string, events: readonly LogEvent[]): void {
    for (const event of events) {
      if (event.type === 'MapRunStarted' && event.writer !== undefined) this.#writing.put(executionArn, true);
      if (ENDS.includes(event.type) && this.#writing.get(executionArn) === true)
        this.#unwritten.put(executionArn, true);
    }
  }

  /** Writes what is to be written of an execution; resolves when it is. */
  async write(record: ExecutionRecord): Promise<void> {
    const { executionArn } = record;
    if (this.#unwritten.get(executionArn) === undefined) return;
    const { clock, log, mapRuns } = this.#options;
    const release = clock.hold();
    try {
      const context = mapContext(this.#options, record, 'aborted', new AbortController().signal);
      for (const run of mapRuns.within(record)) {
        const { status, writer, mapRunArn } = run;
        if (status !== 'ABORTED' || writer === undefined) continue;
        const outcomes = runOutcomes(run, writer['transformation'] as Transformation);
        await writeResults(mapRunArn, writer, outcomes, context);
      }
      this.#unwritten.delete(executionArn);
    } catch (error) {
      this.#unwritten.delete(executionArn);
      log(
        `the results of an aborted map run of ${executionArn} are not written: ${(error as Error).message}`,
      );
    } finally {
      release();
    }
  }

  /** Writes what an earlier process left; each resolves when it is. @param find the execution of an ARN */
  resume(find: (executionArn: string) => ExecutionRecord | undefined): Promise<void>[] {
    return [...this.#unwritten.entries()].flatMap(([executionArn]) => {
      const record = find(executionArn);
      return record === undefined ? [] : [this.write(record)];
    });
  }
}
