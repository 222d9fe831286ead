import type { Program } from '../definition/program.ts';
import type { Execution } from './execution.ts';
import type { Frame } from './frame.ts';

/** A log that cannot be folded: it was cut in the middle, or belongs to another definition. */
export class CorruptLog extends Error {}

/** The frame of a number that the log names. @throws CorruptLog */
export function frameOf(x: Execution, id: number): Frame {
  const frame = x.frames.get(id);
  if (frame === undefined) throw new CorruptLog(`the log names frame ${id}, which is not there`);
  return frame;
}

/** Numbers are given once: the next one comes after this. */
export function seen(x: Execution, id: number): void {
  if (id >= x.nextNumber) x.nextNumber = id + 1;
}

/** Puts a new frame to work. */
export function open(x: Execution, frame: Frame): void {
  seen(x, frame.id);
  x.frames.set(frame.id, frame);
  frame.parent?.children.set(frame.id, frame);
  x.ready.push(frame);
}

/** A child frame has given its output to the frame around it. */
export function close(x: Execution, child: Frame): void {
  const { parent } = child;
  if (parent !== undefined) {
    parent.results[child.index] = child.output;
    parent.ended++;
  }
  drop(x, child);
}

/** The frame has ended without success; its state is kept for a redrive. */
export function fall(x: Execution, frame: Frame): void {
  frame.parent?.fallen.push(frame);
  drop(x, frame);
}

/**
 * Puts a frame and what is in it to work again, each at the state that it had come to; the child workflows of a map
 * run wait until the run takes them up.
 * @param lastId the event that what follows hangs on
 */
export function takeUp(x: Execution, frame: Frame, lastId: number): void {
  frame.task = undefined;
  frame.timers = [];
  frame.retries = [];
  frame.retryCount = 0;
  frame.lastId = lastId;
  x.frames.set(frame.id, frame);
  frame.isRedriven = frame.next === undefined;
  x.ready.push(frame);
  const run = frame.map?.run;
  if (run !== undefined) {
    run.pendingRedrive.push(...frame.children.values());
    frame.children.clear();
    return;
  }
  for (const child of frame.fallen) frame.children.set(child.id, child);
  frame.fallen = [];
  for (const child of frame.children.values()) takeUp(x, child, lastId);
}

/** The frame is no more. */
function drop(x: Execution, frame: Frame): void {
  settle(x, frame);
  for (const timer of frame.timers) x.timers.delete(timer);
  frame.parent?.children.delete(frame.id);
  x.frames.delete(frame.id);
}

/** Nothing more is expected for what the frame waited for. */
export function settle(x: Execution, frame: Frame): void {
  if (frame.task !== undefined) {
    x.tasks.delete(frame.task.id);
    frame.task = undefined;
  }
  if (frame.timers.length > 0) {
    frame.timers = frame.timers.filter((id) => {
      const kind = x.timers.get(id)?.kind;
      const keep = kind === 'execution' || kind === 'child';
      if (!keep) x.timers.delete(id);
      return keep;
    });
  }
}

/** What a child frame runs. @throws CorruptLog */
export function programOf(parent: Frame, index: number): Program {
  const program = parent.state?.programs?.[index];
  if (program === undefined) throw new CorruptLog(`the state ${parent.state?.name} has no program ${index}`);
  return program;
}
