import { TIMED_OUT } from '../failure/failure.ts';
import type { Json } from '../json.ts';
import type { LogEvent } from './event.ts';
import type { Execution } from './execution.ts';
import { type ChildResult, type Frame, type MapProgress, type MapRun, newFrame } from './frame.ts';
import { CorruptLog, close, fall, frameOf, open, programOf, seen, settle, takeUp } from './frames.ts';

/** What happens to a run of a distributed Map, and to its child workflows. */
export type MapRunEvent = Extract<
  LogEvent,
  { type: `MapRun${string}` | `MapWork${string}` | `Child${string}` }
>;

/** The part of `evolve` that is about distributed Maps. */
export function evolveMapRun(x: Execution, e: MapRunEvent): void {
  switch (e.type) {
    case 'MapRunStarted': {
      const frame = frameOf(x, e.frame);
      const { mapRunArn, tolerance } = e;
      mapOf(frame).run = {
        mapRunArn,
        isExpress: e.express === true,
        writer: e.writer,
        tolerance,
        sizes: undefined,
        total: undefined,
        failed: 0,
        failing: undefined,
        isOver: false,
        redriveCount: 0,
        pendingRedrive: [],
        children: [],
      };
      mapOf(frame).concurrency = e.concurrency;
      frame.lastId = e.id;
      return;
    }
    case 'MapWorkScheduled': {
      const frame = frameOf(x, e.frame);
      frame.task = {
        id: e.task,
        token: '',
        parameters: e.request,
        timeoutSeconds: undefined,
        heartbeatSeconds: undefined,
        work: e.work,
        started: true,
        submission: undefined,
      };
      x.tasks.set(e.task, frame);
      seen(x, e.task);
      return;
    }
    case 'MapWorkSucceeded': {
      const frame = frameOf(x, e.frame);
      if (frame.task?.work === 'read') mapOf(frame).items = e.output as readonly Json[];
      settle(x, frame);
      return;
    }
    case 'MapWorkFailed':
      settle(x, frameOf(x, e.frame));
      return;
    case 'MapRunPrepared': {
      const map = mapOf(frameOf(x, e.frame));
      map.items = e.inputs ?? map.items;
      const run = runOf(map);
      run.sizes = e.sizes;
      run.total = e.sizes?.reduce((sum, size) => sum + size, 0) ?? map.items.length;
      return;
    }
    case 'MapRunFailing':
      runOf(mapOf(frameOf(x, e.frame))).failing = { error: e.error, cause: e.cause };
      return;
    case 'MapRunSucceeded':
    case 'MapRunFailed':
    case 'MapRunAborted': {
      const frame = frameOf(x, e.frame);
      runOf(mapOf(frame)).isOver = true;
      if (e.type !== 'MapRunSucceeded' || e.aside === undefined) frame.lastId = e.id;
      return;
    }
    case 'MapRunRedriven': {
      const frame = frameOf(x, e.frame);
      const run = runOf(mapOf(frame));
      run.isOver = false;
      run.failing = undefined;
      run.redriveCount = e.redriveCount;
      run.failed = 0;
      run.pendingRedrive.push(...frame.fallen);
      frame.ended -= frame.fallen.length;
      frame.fallen = [];
      frame.lastId = e.id;
      return;
    }
    case 'MapRunUpdated': {
      const map = mapOf(frameOf(x, e.frame));
      map.concurrency = e.concurrency;
      runOf(map).tolerance = e.tolerance;
      return;
    }
    case 'ChildStarted': {
      const parent = frameOf(x, e.frame);
      const map = mapOf(parent);
      const run = runOf(map);
      const input = map.items[e.index] as Json;
      map.started = Math.max(map.started, e.index + 1);
      // An Express child is not redriven: another one is started in its place.
      if (run.pendingRedrive[0]?.index === e.index) run.pendingRedrive.shift();
      const { name, expressId } = e;
      run.children[e.index] = { name, expressId, startedAt: e.at, status: 'RUNNING', redriveCount: 0 };
      const workflow = {
        frame: e.child,
        name,
        expressId,
        mapRunArn: run.mapRunArn,
        input,
        startedAt: e.at,
        historyLength: e.id,
        redriveCount: 0,
        redrivenAt: undefined,
      };
      open(x, newFrame(e.child, parent, e.index, programOf(parent, 0), input, 0, undefined, workflow));
      return;
    }
    case 'ChildRedriven': {
      const parent = frameOf(x, e.frame);
      const run = runOf(mapOf(parent));
      const child = run.pendingRedrive.shift();
      const result = child && run.children[child.index];
      if (child?.workflow === undefined || result === undefined || child.id !== e.child)
        throw new CorruptLog(`frame ${e.child} is not the next child workflow to be redriven`);
      result.status = 'RUNNING';
      result.stoppedAt = undefined;
      result.error = undefined;
      result.cause = undefined;
      result.redriveCount = e.redriveCount;
      child.workflow.redriveCount = e.redriveCount;
      child.workflow.redrivenAt = e.at;
      child.workflow.historyLength = e.id;
      parent.children.set(child.id, child);
      takeUp(x, child, e.id);
      return;
    }
    case 'ChildSucceeded':
      endChild(x, frameOf(x, e.child), 'SUCCEEDED', e);
      return;
    case 'ChildFailed':
      endChild(x, frameOf(x, e.child), 'FAILED', e);
      return;
    case 'ChildTimedOut':
      endChild(x, frameOf(x, e.child), 'TIMED_OUT', { ...TIMED_OUT, at: e.at });
      return;
    case 'ChildAborted':
      endChild(x, frameOf(x, e.child), 'ABORTED', e);
      return;
  }
}

function mapOf(frame: Frame): MapProgress {
  if (frame.map === undefined) throw new CorruptLog(`frame ${frame.id} is not in a Map`);
  return frame.map;
}

function runOf({ run }: MapProgress): MapRun {
  if (run === undefined) throw new CorruptLog('the Map has no run');
  return run;
}

/** A child workflow that has ended. */
function endChild(
  x: Execution,
  child: Frame,
  status: ChildResult['status'],
  e: { at: number; error?: string | undefined; cause?: string | undefined },
): void {
  const { parent, index } = child;
  const run = parent?.map?.run;
  const result = run?.children[index];
  if (parent === undefined || run === undefined || result === undefined)
    throw new CorruptLog(`frame ${child.id} is not a child workflow`);
  result.status = status;
  result.stoppedAt = e.at;
  result.error = e.error;
  result.cause = e.cause;
  if (status === 'FAILED' || status === 'TIMED_OUT') run.failed += run.sizes?.[index] ?? 1;
  if (status === 'SUCCEEDED') return close(x, child);
  parent.ended++;
  fall(x, child);
}
