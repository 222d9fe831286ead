import type { Fields } from '../definition/fields.ts';
import type { Frame } from '../execution/frame.ts';
import type { Expression } from '../expression.ts';
import { CHILD_TIMED_OUT, EvaluationFailure, type Failure, StateFailure } from '../failure/failure.ts';
import type { DataFlow } from '../flow/data-flow.ts';
import { type Items, itemsOf } from '../items.ts';
import type { Json } from '../json.ts';
import { mapRunArn } from '../map-run/arns.ts';
import { compileBatcher } from '../map-run/batcher.ts';
import { compileItemReader } from '../map-run/item-reader.ts';
import { compileLabel } from '../map-run/label.ts';
import { compileResultWriter } from '../map-run/result-writer.ts';
import { childOutcomes } from '../map-run/results.ts';
import { compileTolerance, isExceeded } from '../map-run/tolerance.ts';
import { optional } from '../optional.ts';
import { type Scope, withItem, withRoot } from '../scope.ts';
import { rehearsal } from './map-rehearsal.ts';
import type { Behaviour } from './state.ts';
import type { Work } from './work.ts';

/** The most child workflows that run at once, whatever MaxConcurrency says; as many where it says nothing. */
const MOST_CONCURRENCY = 10_000;

/** The most time of an Express child workflow. */
const EXPRESS_MS = 5 * 60_000;

const EXCEEDED: Failure = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

/** What the Map state has in both its modes. */
export interface MapParts {
  readonly flow: DataFlow;
  readonly items: (scope: Scope) => Items;
  readonly selector: Expression | undefined;
  /** MaxConcurrency as it is given; 0 where it is not. */
  readonly concurrency: (scope: Scope) => number;
  readonly next: string | undefined;
  /** Whether the child workflows are Express workflows. */
  readonly isExpress: boolean;
}

/**
 * The Map state in distributed mode: each item, or batch of items, is a child workflow with a history of its own.
 * Reading the items and writing the results is the host's work.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function distributedMap(fields: Fields, parts: MapParts): Omit<Behaviour, 'programs'> {
  const { flow, selector, concurrency, next, isExpress } = parts;
  const tolerance = compileTolerance(fields);
  const read = compileItemReader(fields.optionalObject('ItemReader'));
  const batch = compileBatcher(fields.optionalObject('ItemBatcher'));
  const writer = compileResultWriter(fields.optionalObject('ResultWriter'));
  const label = compileLabel(fields);
  // In November 2024 AWS changed what a MapStateExited hangs on. Executions recorded before it, which are all in
  // JSONPath, have the run's success there, and every one in JSONata has the run's start.
  const hangsAside = fields.language === 'JSONata';

  const inputsOf = (work: Work): { inputs?: readonly Json[]; sizes?: readonly number[] } => {
    const given = work.frame.map ?? { items: [] };
    const input = flow.input(work.scope);
    const selected =
      selector && given.items.map((_, index) => selector(withItem(work.scope, input, given, index)));
    const inputs = selected ?? itemsOf(given);
    if (batch !== undefined) return batch(withRoot(work.scope, input))(inputs);
    return inputs === given.items ? {} : { inputs };
  };
  const begin = (work: Work) => {
    try {
      work.emit({ type: 'MapRunPrepared', frame: work.frame.id, ...inputsOf(work) });
    } catch (thrown) {
      if (thrown instanceof EvaluationFailure) fail(work, { error: thrown.error, cause: thrown.detail });
      throw thrown;
    }
    goOn(work);
  };
  const goOn = (work: Work) => {
    const { frame } = work;
    const { map } = frame;
    if (map === undefined) return;
    if (frame.ended === map.items.length) return finish(work);
    const most = Math.min(map.concurrency === 0 ? MOST_CONCURRENCY : map.concurrency, MOST_CONCURRENCY);
    const pending = map.run?.pendingRedrive ?? [];
    for (let child = pending[0]; child !== undefined && frame.children.size < most; child = pending[0]) {
      if (isExpress) {
        startChild(work, child.index);
        continue;
      }
      const redriveCount = (child.workflow?.redriveCount ?? 0) + 1;
      work.emit({ type: 'ChildRedriven', frame: frame.id, child: child.id, redriveCount });
    }
    while (map.started < map.items.length && frame.children.size < most) startChild(work, map.started);
  };
  const startChild = (work: Work, index: number) => {
    const { frame, execution, scope, now } = work;
    const child = execution.nextNumber;
    const name = scope.host.uuid();
    const express = isExpress ? { expressId: scope.host.uuid() } : {};
    work.emit({ type: 'ChildStarted', frame: frame.id, child, index, name, ...express });
    if (!isExpress) return;
    const timer = execution.nextNumber;
    work.emit({ type: 'TimerStarted', frame: child, timer, kind: 'child', due: now + EXPRESS_MS });
  };
  const finish = (work: Work) => {
    const { frame } = work;
    const request = frame.map?.run?.writer;
    if (request !== undefined) return schedule(work, 'write', request);
    leave(
      work,
      Array.from(childOutcomes(frame, writer.transformation), ({ value }) => value),
    );
  };
  /** The run has failed; the results that it has are written before it says so. */
  const giveUp = (work: Work, failure: Failure): Failure | undefined => {
    const { id, map } = work.frame;
    const request = map?.run?.writer;
    if (request === undefined) {
      fail(work, failure);
      return failure;
    }
    work.dropChildren();
    work.emit({ type: 'MapRunFailing', frame: id, ...told(failure) });
    schedule(work, 'write', request);
    return undefined;
  };
  const leave = (work: Work, result: Json) => {
    const { id, workflow } = work.frame;
    work.emit({ type: 'MapRunSucceeded', frame: id, ...(hangsAside ? { aside: true } : {}) });
    const previous = (workflow ?? work.execution).historyLength;
    work.emit({ type: 'MapStateSucceeded', frame: id, previous });
    work.exit(flow.finish(work.scope, result), next);
  };
  const exceeds = ({ map }: Frame) =>
    map?.run !== undefined && isExceeded(map.run.tolerance, map.run.failed, map.run.total ?? 0);
  const enter = (work: Work) => {
    const { frame, scope, execution } = work;
    const limit = concurrency(scope);
    const { items, keys }: Items = read === undefined ? parts.items(scope) : { items: [] };
    work.emit({
      type: 'MapStateStarted',
      frame: frame.id,
      items,
      ...optional('keys', keys),
      concurrency: limit,
    });
    const borne = tolerance(scope);
    const given = withRoot(scope, flow.input(scope));
    const request = read?.(given);
    // Its items come later; what is wrong with the field itself fails the state before the run.
    batch?.(given);
    const writing = writer.request?.(given);
    const { host } = scope;
    const machine = execution.identity?.stateMachineArn ?? '';
    work.emit({
      type: 'MapRunStarted',
      frame: frame.id,
      mapRunArn: mapRunArn(machine, label ?? host.uuid(), host.uuid()),
      concurrency: limit,
      tolerance: borne,
      ...(isExpress ? { express: true } : {}),
      ...(writing === undefined ? {} : { writer: writing }),
    });
    if (request === undefined) begin(work);
    else schedule(work, 'read', request);
  };

  return {
    rehearsal: rehearsal({ ...parts, tolerance, reads: read !== undefined, batch }),
    enter,
    // A run whose items were not read, or whose results were not taken, is not redriven: another one starts.
    redrive: (work) => {
      const { frame } = work;
      const { map, ended, fallen } = frame;
      const run = map?.run;
      if (run?.total === undefined || (ended === map?.items.length && fallen.length === 0))
        return enter(work);
      const { mapRunArn, redriveCount } = run;
      work.emit({ type: 'MapRunRedriven', frame: frame.id, mapRunArn, redriveCount: redriveCount + 1 });
      goOn(work);
    },
    mapWorkSucceeded: (work, done, output) => {
      const failing = work.frame.map?.run?.failing;
      if (failing !== undefined) failWith(work, failing);
      else if (done === 'read') begin(work);
      else leave(work, output);
    },
    mapWorkFailed: (work, failure) => failWith(work, work.frame.map?.run?.failing ?? failure),
    childSucceeded: (work, child) => {
      work.emit({ type: 'ChildSucceeded', frame: work.frame.id, child: child.id });
      goOn(work);
    },
    childFailed: (work, child, failure) => {
      const ended = { frame: work.frame.id, child: child.id };
      if (failure === CHILD_TIMED_OUT) work.emit({ type: 'ChildTimedOut', ...ended });
      else work.emit({ type: 'ChildFailed', ...ended, ...told(failure) });
      if (exceeds(work.frame)) return giveUp(work, EXCEEDED) ?? 'borne';
      goOn(work);
      return 'borne';
    },
    abandon: (work) => {
      if (work.frame.map?.run?.isOver === false) fail(work, { error: undefined, cause: undefined });
    },
    mapRunUpdated: (work) => {
      // While items are read or results are written there is nothing to start.
      if (work.frame.task !== undefined) return;
      if (!exceeds(work.frame)) return goOn(work);
      const failure = giveUp(work, EXCEEDED);
      if (failure !== undefined) throw new StateFailure(failure.error, failure.cause);
    },
  };
}

function schedule(work: Work, kind: 'read' | 'write', request: { readonly [key: string]: Json }): void {
  const task = work.execution.nextNumber;
  work.emit({ type: 'MapWorkScheduled', frame: work.frame.id, task, work: kind, request });
}

/** What the histories say of a map run that fails; its child workflows end. */
function fail(work: Work, failure: Failure): void {
  const { id } = work.frame;
  work.dropChildren();
  work.emit({ type: 'MapRunFailed', frame: id, ...told(failure) });
  work.emit({ type: 'MapStateFailed', frame: id });
}

function failWith(work: Work, failure: Failure): never {
  fail(work, failure);
  throw new StateFailure(failure.error, failure.cause);
}

const told = ({ error, cause }: Failure) => ({ ...optional('error', error), ...optional('cause', cause) });
