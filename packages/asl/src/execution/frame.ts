import type { Program } from '../definition/program.ts';
import type { Json } from '../json.ts';
import type { State } from '../states/state.ts';
import type { Variables } from '../variables.ts';

/** One thread of an execution: the execution itself, a branch of a Parallel, an iteration of a Map. */
export interface Frame {
  readonly id: number;
  readonly parent: Frame | undefined;
  /** Which branch or iteration of its parent it is. */
  readonly index: number;
  readonly program: Program;
  /** Set for an iteration: the item it works on, for `$$.Map.Item`. */
  readonly item: { readonly value: Json } | undefined;
  /** The state to enter next, with its input; undefined while a state is being worked on. */
  ready: { readonly name: string; readonly input: Json } | undefined;
  state: State | undefined;
  input: Json;
  output: Json;
  enteredAt: number;
  /** The history's number of the event that entered the state. */
  enteredId: number;
  /** The history's number of this thread's last event: the `previousEventId` of its next one. */
  lastId: number;
  /** Retries so far by retrier, and in all. */
  retries: number[];
  retryCount: number;
  task: PendingTask | undefined;
  timers: number[];
  map: MapProgress | undefined;
  /** What Assign has set in this thread; what the threads around it have set is theirs. */
  variables: Variables | undefined;
  readonly children: Map<number, Frame>;
  /** Outputs of ended children, by index. */
  results: Json[];
  ended: number;
}

export interface PendingTask {
  readonly id: number;
  readonly token: string;
  readonly parameters: Json;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** What the service answered to the submission, once it has; undefined before. */
  submission: Json | undefined;
}

export interface MapProgress {
  readonly items: readonly Json[];
  readonly concurrency: number;
  started: number;
}

export function newFrame(
  id: number,
  parent: Frame | undefined,
  index: number,
  program: Program,
  input: Json,
  lastId: number,
  item?: { readonly value: Json },
): Frame {
  return {
    id,
    parent,
    index,
    program,
    item,
    ready: { name: program.startAt, input },
    state: undefined,
    input,
    output: null,
    enteredAt: 0,
    enteredId: 0,
    lastId,
    retries: [],
    retryCount: 0,
    task: undefined,
    timers: [],
    map: undefined,
    variables: undefined,
    children: new Map(),
    results: [],
    ended: 0,
  };
}
