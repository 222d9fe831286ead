import type { Fields } from '../definition/fields.ts';
import type { Frame } from '../execution/frame.ts';
import type { Expression } from '../expression.ts';
import { EvaluationFailure, type Failure, StateFailure } from '../failure/failure.ts';
import type { DataFlow } from '../flow/data-flow.ts';
import type { Json } from '../json.ts';
import { mapRunArn } from '../map-run/arns.ts';
import { compileBatcher } from '../map-run/batcher.ts';
import { compileItemReader } from '../map-run/item-reader.ts';
import { compileLabel } from '../map-run/label.ts';
import { compileResultWriter } from '../map-run/result-writer.ts';
import { childOutcomes } from '../map-run/results.ts';
import { compileTolerance, isExceeded } from '../map-run/tolerance.ts';
import { type Scope, withRoot } from '../scope.ts';
import { rehearsal } from './map-rehearsal.ts';
import type { Behaviour } from './state.ts';
import type { Work } from './work.ts';

/** Child workflows that run at once where MaxConcurrency does not say. */
const DEFAULT_CONCURRENCY = 1000;
/** And the most of them, whatever it says. */
const MOST_CONCURRENCY = 10_000;

const EXCEEDED: Failure = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

/** What the Map state has in both its modes. */
export interface MapParts {
  readonly flow: DataFlow;
  readonly items: (scope: Scope) => readonly Json[];
  readonly selector: Expression | undefined;
  /** MaxConcurrency as it is given; 0 where it is not. */
  readonly concurrency: (scope: Scope) => number;
  readonly next: string | undefined;
}

/**
 * The Map state in distributed mode: each item, or batch of items, is a child workflow with a history of its own.
 * Reading the items and writing the results is the host's work.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function distributedMap(fields: Fields, parts: MapParts): Omit<Behaviour, 'programs'> {
  const { flow, selector, concurrency, next } = parts;
  const tolerance = compileTolerance(fields);
  const read = compileItemReader(fields.optionalObject('ItemReader'));
  const batch = compileBatcher(fields.optionalObject('ItemBatcher'));
  const writer = compileResultWriter(fields.optionalObject('ResultWriter'));
  const label = compileLabel(fields);

  const inputsOf = (work: Work): { inputs?: readonly Json[]; sizes?: readonly number[] } => {
    const items = work.frame.map?.items ?? [];
    const input = flow.input(work.scope);
    const selected = selector && items.map((item, index) => selector(work.itemScope(input, index, item)));
    if (batch !== undefined) return batch(withRoot(work.scope, input), selected ?? items);
    return selected === undefined ? {} : { inputs: selected };
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
    const most = Math.min(map.concurrency === 0 ? DEFAULT_CONCURRENCY : map.concurrency, MOST_CONCURRENCY);
    const pending = map.run?.pendingRedrive ?? [];
    for (let child = pending[0]; child !== undefined && frame.children.size < most; child = pending[0]) {
      const redriveCount = (child.workflow?.redriveCount ?? 0) + 1;
      work.emit({ type: 'ChildRedriven', frame: frame.id, child: child.id, redriveCount });
    }
    while (map.started < map.items.length && frame.children.size < most) {
      const { nextNumber } = work.execution;
      const name = work.scope.host.uuid();
      work.emit({ type: 'ChildStarted', frame: frame.id, child: nextNumber, index: map.started, name });
    }
  };
  const finish = (work: Work) => {
    if (writer.request === undefined)
      return leave(
        work,
        childOutcomes(work.frame, writer.transformation).map(({ value }) => value),
      );
    schedule(work, 'write', writer.request(withRoot(work.scope, flow.input(work.scope))));
  };
  const leave = (work: Work, result: Json) => {
    const { id } = work.frame;
    work.emit({ type: 'MapRunSucceeded', frame: id });
    work.emit({ type: 'MapStateSucceeded', frame: id });
    work.exit(flow.finish(work.scope, result), next);
  };
  const exceeds = ({ map }: Frame) =>
    map?.run !== undefined && isExceeded(map.run.tolerance, map.run.failed, map.run.total ?? 0);
  const enter = (work: Work) => {
    const { frame, scope, execution } = work;
    const limit = concurrency(scope);
    const items = read === undefined ? parts.items(scope) : [];
    work.emit({ type: 'MapStateStarted', frame: frame.id, items, concurrency: limit });
    const borne = tolerance(scope);
    const request = read?.(withRoot(scope, flow.input(scope)));
    const { host } = scope;
    const machine = execution.identity?.stateMachineArn ?? '';
    work.emit({
      type: 'MapRunStarted',
      frame: frame.id,
      mapRunArn: mapRunArn(machine, label ?? host.uuid(), host.uuid()),
      concurrency: limit,
      tolerance: borne,
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
      if (done === 'read') begin(work);
      else leave(work, output);
    },
    mapWorkFailed: (work, failure) => {
      fail(work, failure);
      throw new StateFailure(failure.error, failure.cause);
    },
    childSucceeded: (work, child) => {
      work.emit({ type: 'ChildSucceeded', frame: work.frame.id, child: child.id });
      goOn(work);
    },
    childFailed: (work, child, { error, cause }) => {
      const why = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
      work.emit({ type: 'ChildFailed', frame: work.frame.id, child: child.id, ...why });
      if (exceeds(work.frame)) {
        fail(work, EXCEEDED);
        return EXCEEDED;
      }
      goOn(work);
      return 'borne';
    },
    abandon: (work) => {
      if (work.frame.map?.run?.isOver === false) fail(work, { error: undefined, cause: undefined });
    },
    mapRunUpdated: (work) => {
      if (exceeds(work.frame)) {
        fail(work, EXCEEDED);
        throw new StateFailure(EXCEEDED.error, EXCEEDED.cause);
      }
      if (work.frame.map?.run?.total !== undefined && work.frame.task === undefined) goOn(work);
    },
  };
}

function schedule(work: Work, kind: 'read' | 'write', request: { readonly [key: string]: Json }): void {
  const task = work.execution.nextNumber;
  work.emit({ type: 'MapWorkScheduled', frame: work.frame.id, task, work: kind, request });
}

/** What the histories say of a map run that fails; its child workflows end. */
function fail(work: Work, { error, cause }: Failure): void {
  const { id } = work.frame;
  const why = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  work.dropChildren();
  work.emit({ type: 'MapRunFailed', frame: id, ...why });
  work.emit({ type: 'MapStateFailed', frame: id });
}
