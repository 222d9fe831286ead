import type { LogEvent, Tolerance } from '../execution/event.ts';
import type { ChildResult } from '../execution/frame.ts';
import { TIMED_OUT } from '../failure/failure.ts';
import type { Json, JsonObject } from '../json.ts';
import { ChildData } from './child-data.ts';

/** A child workflow as its execution's log tells of it. Times in ms since 1970. */
export interface ChildView extends ChildResult {
  /** Names its own history, see `history`. */
  readonly frame: number;
  readonly index: number;
  readonly input: Json;
  output?: Json;
  readonly items: number;
  redrivenAt?: number;
  /** The number of events in its own history. */
  historyLength: number;
  /** Whether it ended without success and the redriven run has not taken it up yet. */
  pendingRedrive: boolean;
}

/** A run of a distributed Map as its execution's log tells of it. */
export interface MapRunView {
  readonly mapRunArn: string;
  /** The child workflow that the Map is in; undefined where it is in the execution itself. */
  readonly within: ChildView | undefined;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly isExpress: boolean;
  /** What its ResultWriter is asked, see `results.ts`; undefined where it has none that writes. */
  readonly writer: JsonObject | undefined;
  readonly startedAt: number;
  stoppedAt?: number | undefined;
  concurrency: number;
  tolerance: Tolerance;
  /** What each child workflow gets, and how many items it has, started or not. */
  inputs: readonly Json[];
  sizes: readonly number[];
  redriveCount: number;
  redrivenAt?: number;
  readonly children: ChildView[];
}

/** Every map run of an execution, in the order of their start. */
export function mapRuns(log: Iterable<LogEvent>): MapRunView[] {
  const view = new View();
  for (const event of log) view.follow(event);
  return view.runs;
}

const ENDS = {
  ChildSucceeded: 'SUCCEEDED',
  ChildFailed: 'FAILED',
  ChildTimedOut: 'TIMED_OUT',
  ChildAborted: 'ABORTED',
} as const;
const RUN_ENDS = { MapRunSucceeded: 'SUCCEEDED', MapRunFailed: 'FAILED', MapRunAborted: 'ABORTED' } as const;

class View {
  readonly runs: MapRunView[] = [];
  readonly #data = new ChildData();
  readonly #ofFrame = new Map<number, MapRunView>();
  readonly #children = new Map<number, ChildView>();

  follow(e: LogEvent): void {
    this.#data.follow(e);
    this.#follow(e);
    if (e.id === undefined || e.workflow === undefined) return;
    const child = this.#children.get(e.workflow);
    if (child !== undefined) child.historyLength = e.id;
  }

  #follow(e: LogEvent): void {
    switch (e.type) {
      case 'MapRunStarted': {
        const run: MapRunView = {
          mapRunArn: e.mapRunArn,
          within: e.workflow === undefined ? undefined : this.#children.get(e.workflow),
          isExpress: e.express === true,
          writer: e.writer,
          status: 'RUNNING',
          startedAt: e.at,
          concurrency: e.concurrency,
          tolerance: e.tolerance,
          inputs: [],
          sizes: [],
          redriveCount: 0,
          children: [],
        };
        this.#ofFrame.set(e.frame, run);
        this.runs.push(run);
        return;
      }
      case 'MapRunPrepared': {
        const run = this.#ofFrame.get(e.frame);
        if (run === undefined) return;
        run.inputs = this.#data.inputs(e.frame);
        run.sizes = e.sizes ?? run.inputs.map(() => 1);
        return;
      }
      case 'MapRunUpdated': {
        const run = this.#ofFrame.get(e.frame);
        if (run !== undefined) Object.assign(run, { concurrency: e.concurrency, tolerance: e.tolerance });
        return;
      }
      case 'ChildStarted': {
        const run = this.#ofFrame.get(e.frame);
        const child: ChildView = {
          frame: e.child,
          index: e.index,
          name: e.name,
          expressId: e.expressId,
          startedAt: e.at,
          status: 'RUNNING',
          input: this.#data.started(e).input,
          historyLength: 0,
          items: run?.sizes[e.index] ?? 1,
          redriveCount: 0,
          pendingRedrive: false,
        };
        this.#children.set(e.child, child);
        if (run !== undefined) run.children[e.index] = child;
        return;
      }
      case 'MapRunRedriven': {
        const run = this.#ofFrame.get(e.frame);
        if (run === undefined) return;
        Object.assign(run, { status: 'RUNNING', redriveCount: e.redriveCount, redrivenAt: e.at });
        run.stoppedAt = undefined;
        for (const child of run.children) child.pendingRedrive = child.status !== 'SUCCEEDED';
        return;
      }
      case 'ChildRedriven': {
        const child = this.#children.get(e.child);
        if (child === undefined) return;
        Object.assign(child, { status: 'RUNNING', redriveCount: e.redriveCount, redrivenAt: e.at });
        Object.assign(child, { stoppedAt: undefined, error: undefined, cause: undefined });
        child.pendingRedrive = false;
        return;
      }
      case 'ChildSucceeded':
      case 'ChildFailed':
      case 'ChildTimedOut':
      case 'ChildAborted': {
        const child = this.#children.get(e.child);
        if (child === undefined) return;
        child.status = ENDS[e.type];
        child.stoppedAt = e.at;
        if (e.type === 'ChildSucceeded') child.output = this.#data.output(e.child);
        if (e.type === 'ChildTimedOut') Object.assign(child, TIMED_OUT);
        if (e.type === 'ChildFailed') Object.assign(child, { error: e.error, cause: e.cause });
        return;
      }
      case 'MapRunSucceeded':
      case 'MapRunFailed':
      case 'MapRunAborted': {
        const run = this.#ofFrame.get(e.frame);
        if (run !== undefined) end(run, RUN_ENDS[e.type], e.at);
        return;
      }
      case 'ExecutionFailed':
      case 'ExecutionAborted':
      case 'ExecutionTimedOut':
        for (const run of this.runs) if (run.status === 'RUNNING') end(run, 'ABORTED', e.at);
        return;
    }
  }
}

function end(run: MapRunView, status: MapRunView['status'], at: number): void {
  run.status = status;
  run.stoppedAt = at;
  for (const child of run.children) {
    child.pendingRedrive = false;
    if (child.status !== 'RUNNING') continue;
    child.status = 'ABORTED';
    child.stoppedAt = at;
  }
}
