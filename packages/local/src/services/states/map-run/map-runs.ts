import {
  type ChildView,
  childExecutionArn,
  childStateMachineArn,
  type LogEvent,
  type MapRunView,
  mapRuns,
} from '@batch-workflows/asl';
import type { EventLog, Records, Store } from '../../../store/store.ts';
import type { ExecutionRecord } from '../execution-record.ts';

/** Where a map run is told of. */
interface MapRunRecord {
  readonly executionArn: string;
}

/** A map run, and the execution whose log tells of it. */
export interface FoundMapRun {
  readonly root: ExecutionRecord;
  readonly run: MapRunView;
}

/** A child workflow as an execution of its own; `frame` names its history within the root's log. */
export interface FoundChild {
  readonly root: ExecutionRecord;
  readonly record: ExecutionRecord;
  readonly mapRunArn: string;
  readonly frame: number;
}

/** Where only the place of a Standard child is wanted. */
const STANDARD = { name: '', expressId: undefined };

/** Finds map runs and their child workflows, which are kept in the logs of the executions that they belong to. */
export class MapRuns {
  readonly #runs: Records<MapRunRecord>;
  readonly #executions: Records<ExecutionRecord>;
  readonly #logs: EventLog<LogEvent>;

  constructor(store: Store) {
    this.#runs = store.records('states.map-run');
    this.#executions = store.records('states.execution');
    this.#logs = store.eventLog('states.execution');
  }

  /** Keeps where the map runs are that these events start. */
  note(executionArn: string, events: readonly LogEvent[]): void {
    for (const event of events) {
      if (event.type === 'MapRunStarted') this.#runs.put(event.mapRunArn, { executionArn });
    }
  }

  find(mapRunArn: string): FoundMapRun | undefined {
    const root = this.#executions.get(this.#runs.get(mapRunArn)?.executionArn ?? '');
    const run = root && this.#read(root).find((candidate) => candidate.mapRunArn === mapRunArn);
    return root === undefined || run === undefined ? undefined : { root, run };
  }

  /** Every map run in an execution's log, also those within child workflows. */
  within(root: ExecutionRecord): MapRunView[] {
    return this.#read(root);
  }

  /** The map runs of an execution or of a child workflow, the newest first. */
  of(executionArn: string): FoundMapRun[] {
    const root = this.#executions.get(executionArn) ?? this.child(executionArn)?.root;
    if (root === undefined) return [];
    return this.#read(root)
      .map((run) => ({ root, run }))
      .filter((found) => this.parentArn(found) === executionArn)
      .reverse();
  }

  /** The execution, or the child workflow, that has the Map. */
  parentArn({ root, run: { within } }: FoundMapRun): string {
    if (within === undefined) return root.executionArn;
    const outer = this.#read(root).find(({ children }) => children.some(({ name }) => name === within.name));
    return outer === undefined ? root.executionArn : childExecutionArn(outer.mapRunArn, within);
  }

  children(found: FoundMapRun): ExecutionRecord[] {
    return found.run.children.map((child) => this.record(found, child));
  }

  /** A child workflow as an execution of its own. */
  record({ root, run }: FoundMapRun, child: ChildView): ExecutionRecord {
    return childRecord(root, run.mapRunArn, child);
  }

  child(executionArn: string): FoundChild | undefined {
    const stateMachine = executionArn.slice(0, executionArn.lastIndexOf(':'));
    for (const [mapRunArn] of this.#runs.entries()) {
      if (childExecutionArn(mapRunArn, STANDARD) !== `${stateMachine}:`) continue;
      const found = this.find(mapRunArn);
      const child = found?.run.children.find(
        (candidate) => executionArn === childExecutionArn(mapRunArn, candidate),
      );
      if (found === undefined || child === undefined) continue;
      const { root } = found;
      return { root, record: childRecord(root, mapRunArn, child), mapRunArn, frame: child.frame };
    }
    return undefined;
  }

  #read(root: ExecutionRecord): MapRunView[] {
    return mapRuns(this.#logs.read(root.executionArn));
  }
}

function childRecord(root: ExecutionRecord, mapRunArn: string, child: ChildView): ExecutionRecord {
  const {
    output: _,
    error: __,
    cause: ___,
    stoppedAt: ____,
    redrivenAt: _____,
    traceHeader: ______,
    ...shared
  } = root;
  const stateMachineArn = childStateMachineArn(mapRunArn);
  const { error, cause, output, stoppedAt } = child;
  return {
    ...shared,
    executionArn: childExecutionArn(mapRunArn, child),
    name: child.name,
    stateMachineArn,
    stateMachineName: stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1),
    input: JSON.stringify(child.input),
    status: child.pendingRedrive ? 'PENDING_REDRIVE' : child.status,
    startedAt: child.startedAt,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...(output === undefined ? {} : { output: JSON.stringify(output) }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    historyLength: child.historyLength,
    redriveCount: child.redriveCount,
    ...(child.redrivenAt === undefined ? {} : { redrivenAt: child.redrivenAt }),
  };
}
