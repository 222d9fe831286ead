import type { LogEvent } from './event.ts';
import type { Execution } from './execution.ts';
import type { Frame } from './frame.ts';
import { CorruptLog, settle } from './frames.ts';

/** The part of `evolve` that most of every log is: a frame enters a state. @throws CorruptLog */
export function enterState(x: Execution, frame: Frame, e: Extract<LogEvent, { type: 'StateEntered' }>): void {
  const state = frame.program.states.get(e.name);
  if (state === undefined)
    throw new CorruptLog(`the log enters ${e.name}, which the definition does not have`);
  (frame.workflow ?? x).historyLength = e.id;
  frame.next = undefined;
  frame.state = state;
  frame.input = e.input;
  frame.enteredAt = e.at;
  frame.enteredId = e.id;
  if (frame.retries.length > 0) frame.retries = [];
  frame.retryCount = 0;
  frame.map = undefined;
  if (frame.fallen.length > 0) frame.fallen = [];
  frame.lastId = e.id;
}

/** A frame leaves its state, for the next one or for good. */
export function exitState(x: Execution, frame: Frame, e: Extract<LogEvent, { type: 'StateExited' }>): void {
  (frame.workflow ?? x).historyLength = e.id;
  settle(x, frame);
  frame.output = e.output;
  if (e.assigned !== undefined) frame.variables = { ...frame.variables, ...e.assigned };
  frame.lastId = e.id;
  if (e.next === undefined) return;
  frame.next = e.next;
  frame.input = e.output;
  x.ready.push(frame);
}
