import type { Json } from '../json.ts';
import { optional } from '../optional.ts';
import type { Variables } from '../variables.ts';
import type { Emitted, LogEvent } from './event.ts';
import { evolve } from './evolve.ts';
import { enterState, exitState } from './evolve-state.ts';
import type { Execution } from './execution.ts';
import type { Frame } from './frame.ts';
import type { World } from './world.ts';

/** Events that the history does not show: they have no number. */
const HIDDEN = new Set<Emitted['type']>([
  'StateRedriven',
  'BranchStarted',
  'BranchSucceeded',
  'FrameDropped',
  'TimerStarted',
  'RetryScheduled',
  'RetryStarted',
  'HeartbeatReceived',
  'MapWorkScheduled',
  'MapWorkSucceeded',
  'MapWorkFailed',
  'MapRunPrepared',
  'MapRunFailing',
  'MapRunUpdated',
]);

const CHILD_ENDS = ['ChildSucceeded', 'ChildFailed', 'ChildTimedOut', 'ChildAborted'] as const;
type ChildEnd = Extract<Emitted, { type: (typeof CHILD_ENDS)[number] }>;

const isChildEnd = (event: Emitted): event is ChildEnd =>
  (CHILD_ENDS as readonly string[]).includes(event.type);

/** A child workflow's start, and what ends it from outside: they follow no event. */
const WITHOUT_PREVIOUS = new Set<Emitted['type']>(['ChildStarted', 'ChildAborted', 'ChildTimedOut']);

const isEnd = (event: Emitted) => event.type.startsWith('Execution');

function previousOf(event: Emitted, thread: Frame | undefined): number {
  if (WITHOUT_PREVIOUS.has(event.type)) return 0;
  return (event.type === 'ChildRedriven' ? thread?.workflow?.historyLength : thread?.lastId) ?? 0;
}

/** The history has no room for another event but the execution's last. */
export class HistoryFull extends Error {}

/** Writes what happens in one step: gives each event its number and its predecessor, and applies it. */
export class Recorder {
  readonly events: LogEvent[] = [];
  readonly execution: Execution;
  readonly world: World;

  constructor(execution: Execution, world: World) {
    this.execution = execution;
    this.world = world;
  }

  /** @throws HistoryFull */
  emit(event: Emitted): void {
    const { now, historyLimit } = this.world;
    // What a state emits is its own no longer: the event is completed as it is, not copied.
    const logged = event as Emitted & { at: number; id?: number; previous?: number; workflow?: number };
    logged.at = now;
    if (HIDDEN.has(event.type)) return this.#append(logged as LogEvent);
    const thread = this.#threadOf(event);
    const workflow = event.type === 'ChildStarted' ? event.child : thread?.workflow?.frame;
    const id = this.#nextId(event, thread);
    if (historyLimit !== undefined && id >= historyLimit && workflow === undefined && !isEnd(event))
      throw new HistoryFull();
    logged.id = id;
    logged.previous ??= previousOf(event, thread);
    if (workflow !== undefined) logged.workflow = workflow;
    this.#append(logged as LogEvent);
  }

  // Most of all events are these two: each is made whole, in one piece.

  /** A frame enters a state. @throws HistoryFull */
  stateEntered(frame: Frame, name: string, input: Json, text: string | undefined): void {
    const event: Extract<LogEvent, { type: 'StateEntered' }> = {
      type: 'StateEntered',
      at: this.world.now,
      id: this.#nextIdIn(frame),
      previous: frame.lastId,
      frame: frame.id,
      name,
      input,
    };
    if (text !== undefined) event.text = text;
    if (frame.workflow !== undefined) event.workflow = frame.workflow.frame;
    this.events.push(event);
    enterState(this.execution, frame, event);
  }

  /** A frame leaves its state; `next` undefined ends it. @throws HistoryFull */
  stateExited(
    frame: Frame,
    output: Json,
    text: string | undefined,
    assigned: Variables | undefined,
    next: string | undefined,
  ): void {
    const at = this.world.now;
    const id = this.#nextIdIn(frame);
    const { id: number, lastId: previous } = frame;
    // Written twice, since a member that is added later costs more than the whole event.
    const event: Extract<LogEvent, { type: 'StateExited' }> =
      next === undefined
        ? { type: 'StateExited', at, id, previous, frame: number, output }
        : { type: 'StateExited', at, id, previous, frame: number, output, next };
    if (assigned !== undefined) event.assigned = assigned;
    if (text !== undefined) event.text = text;
    if (frame.workflow !== undefined) event.workflow = frame.workflow.frame;
    this.events.push(event);
    exitState(this.execution, frame, event);
  }

  #nextIdIn({ workflow }: Frame): number {
    const id = (workflow ?? this.execution).historyLength + 1;
    const { historyLimit } = this.world;
    if (historyLimit !== undefined && id >= historyLimit && workflow === undefined) throw new HistoryFull();
    return id;
  }

  /** Ends the execution other than by success. */
  end(
    type: 'ExecutionFailed' | 'ExecutionAborted' | 'ExecutionTimedOut',
    error: string | undefined,
    cause: string | undefined,
    previous = 0,
  ): void {
    this.emit({ type, ...optional('error', error), ...optional('cause', cause), previous });
  }

  /** The frame in whose thread an event stands; undefined for what happens to the execution as a whole. */
  #threadOf(event: Emitted): Frame | undefined {
    const { frames } = this.execution;
    if (event.type === 'ChildRedriven') return frames.get(event.frame)?.map?.run?.pendingRedrive[0];
    const id = isChildEnd(event) ? event.child : 'frame' in event ? event.frame : undefined;
    return id === undefined ? undefined : frames.get(id);
  }

  /** The next number of the history that an event stands in: the execution's, or a child workflow's own. */
  #nextId(event: Emitted, thread: Frame | undefined): number {
    if (event.type === 'ChildStarted') return 1;
    return (thread?.workflow ?? this.execution).historyLength + 1;
  }

  #append(event: LogEvent): void {
    this.events.push(event);
    evolve(this.execution, event);
  }
}
