import type { Json } from '../json.ts';
import type { LogEvent, TimerKind } from './event.ts';
import { evolveMapRun } from './evolve-map-run.ts';
import { enterState, exitState } from './evolve-state.ts';
import type { Execution, ExecutionStatus } from './execution.ts';
import { type Frame, newFrame } from './frame.ts';
import { CorruptLog, close, fall, frameOf, open, programOf, seen, settle, takeUp } from './frames.ts';

/** Applies one event. The only code that changes an execution; it evaluates nothing and decides nothing. */
export function evolve(x: Execution, e: LogEvent): Execution {
  if (e.type === 'StateEntered') {
    enterState(x, frameOf(x, e.frame), e);
    return x;
  }
  if (e.type === 'StateExited') {
    exitState(x, frameOf(x, e.frame), e);
    return x;
  }
  if (e.id !== undefined) {
    if (e.workflow === undefined) x.historyLength = e.id;
    else {
      const workflow = x.frames.get(e.workflow)?.workflow;
      if (workflow !== undefined) workflow.historyLength = e.id;
    }
  }
  switch (e.type) {
    case 'ExecutionStarted':
      x.status = 'RUNNING';
      x.identity = e.identity;
      x.input = e.input;
      x.inputText = e.text;
      x.startedAt = e.at;
      x.root = { ...newFrame(number(x), undefined, 0, x.program, e.input, 0), variables: e.variables };
      open(x, x.root);
      return x;
    case 'ExecutionRedriven':
      if (x.root === undefined) throw new CorruptLog('there is nothing to redrive');
      x.status = 'RUNNING';
      x.error = undefined;
      x.cause = undefined;
      x.stoppedAt = undefined;
      x.redriveCount = e.redriveCount;
      x.redrivenAt = e.at;
      takeUp(x, x.root, e.id);
      return x;
    case 'StateRedriven':
      frameOf(x, e.frame).isRedriven = false;
      return x;
    case 'TaskScheduled': {
      const frame = frameOf(x, e.frame);
      frame.task = {
        id: e.task,
        token: e.token,
        parameters: e.parameters,
        timeoutSeconds: e.timeoutSeconds,
        heartbeatSeconds: e.heartbeatSeconds,
        submission: undefined,
        started: false,
      };
      x.tasks.set(e.task, frame);
      seen(x, e.task);
      frame.lastId = e.id;
      return x;
    }
    case 'TaskSubmitted': {
      const frame = frameOf(x, e.frame);
      if (frame.task !== undefined) frame.task.submission = e.output;
      frame.lastId = e.id;
      return x;
    }
    case 'TaskSucceeded':
    case 'TaskFailed':
    case 'TaskTimedOut': {
      const frame = frameOf(x, e.frame);
      settle(x, frame);
      frame.lastId = e.id;
      return x;
    }
    case 'MapStateStarted': {
      const frame = frameOf(x, e.frame);
      frame.map = { items: e.items, keys: e.keys, concurrency: e.concurrency, started: 0 };
      frame.fallen = [];
      frame.results = [];
      frame.ended = 0;
      frame.lastId = e.id;
      return x;
    }
    case 'ParallelStateStarted': {
      const frame = frameOf(x, e.frame);
      frame.fallen = [];
      frame.results = [];
      frame.ended = 0;
      frame.lastId = e.id;
      return x;
    }
    case 'MapIterationStarted': {
      const parent = frameOf(x, e.frame);
      const map = parent.map;
      if (map === undefined) throw new CorruptLog('an iteration starts outside a Map');
      map.started = Math.max(map.started, e.index + 1);
      const item = { value: map.items[e.index] as Json, key: map.keys?.[e.index] };
      open(x, newFrame(e.child, parent, e.index, programOf(parent, 0), e.input, e.id, item));
      return x;
    }
    case 'BranchStarted': {
      const parent = frameOf(x, e.frame);
      open(x, newFrame(e.child, parent, e.index, programOf(parent, e.index), e.input, parent.lastId));
      return x;
    }
    case 'MapIterationSucceeded': {
      const child = frameOf(x, e.child);
      close(x, child);
      frameOf(x, e.frame).lastId = e.id;
      return x;
    }
    case 'BranchSucceeded': {
      const child = frameOf(x, e.child);
      close(x, child);
      frameOf(x, e.frame).lastId = child.lastId;
      return x;
    }
    case 'MapRunStarted':
    case 'MapWorkScheduled':
    case 'MapWorkSucceeded':
    case 'MapWorkFailed':
    case 'MapRunPrepared':
    case 'MapRunFailing':
    case 'MapRunSucceeded':
    case 'MapRunFailed':
    case 'MapRunAborted':
    case 'MapRunUpdated':
    case 'MapRunRedriven':
    case 'ChildStarted':
    case 'ChildRedriven':
    case 'ChildSucceeded':
    case 'ChildFailed':
    case 'ChildTimedOut':
    case 'ChildAborted':
      evolveMapRun(x, e);
      return x;
    case 'FrameDropped':
      fall(x, frameOf(x, e.frame));
      return x;
    case 'TaskStarted': {
      const frame = frameOf(x, e.frame);
      if (frame.task !== undefined) frame.task.started = true;
      frame.lastId = e.id;
      return x;
    }
    case 'EvaluationFailed':
    case 'StateAborted':
    case 'MapStateFailed':
    case 'ParallelStateFailed':
      frameOf(x, e.frame).lastId = e.id;
      return x;
    // The history hangs what follows on the event before these.
    case 'MapIterationFailed':
    case 'MapIterationAborted':
    case 'MapStateSucceeded':
    case 'ParallelStateSucceeded':
      return x;
    case 'TimerStarted':
      startTimer(x, frameOf(x, e.frame), e.timer, e.kind, e.due);
      return x;
    case 'HeartbeatReceived': {
      const frame = frameOf(x, e.frame);
      for (const id of frame.timers) if (x.timers.get(id)?.kind === 'heartbeat') x.timers.delete(id);
      frame.timers = frame.timers.filter((id) => x.timers.has(id));
      startTimer(x, frame, e.timer, 'heartbeat', e.due);
      return x;
    }
    case 'RetryScheduled': {
      const frame = frameOf(x, e.frame);
      frame.retries[e.retrier] = (frame.retries[e.retrier] ?? 0) + 1;
      frame.retryCount++;
      startTimer(x, frame, e.timer, 'retry', e.due);
      return x;
    }
    case 'RetryStarted': {
      const frame = frameOf(x, e.frame);
      settle(x, frame);
      frame.map = undefined;
      frame.fallen = [];
      return x;
    }
    case 'ExecutionSucceeded':
      x.output = e.output;
      x.root = undefined;
      return end(x, 'SUCCEEDED', e.at);
    case 'ExecutionFailed':
    case 'ExecutionAborted':
    case 'ExecutionTimedOut':
      x.error = e.error;
      x.cause = e.cause;
      return end(x, endings[e.type], e.at);
  }
}

const endings = {
  ExecutionFailed: 'FAILED',
  ExecutionAborted: 'ABORTED',
  ExecutionTimedOut: 'TIMED_OUT',
} as const;

function end(x: Execution, status: ExecutionStatus, at: number): Execution {
  x.status = status;
  x.stoppedAt = at;
  x.frames.clear();
  x.tasks.clear();
  x.timers.clear();
  x.ready = [];
  return x;
}

function number(x: Execution): number {
  return x.nextNumber++;
}

function startTimer(x: Execution, frame: Frame, id: number, kind: TimerKind, due: number): void {
  seen(x, id);
  x.timers.set(id, { id, frame, kind, due });
  frame.timers.push(id);
}
