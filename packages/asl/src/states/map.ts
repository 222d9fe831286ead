import { compileDataFlow, readPath } from '../data-flow.ts';
import type { Fields } from '../definition/fields.ts';
import type { Frame } from '../execution/frame.ts';
import { EvaluationFailure } from '../failure/failure.ts';
import { isArray, type Json } from '../json.ts';
import { withRoot } from '../scope.ts';
import type { StateCompiler } from './compiler.ts';
import type { Work } from './work.ts';

/** The most iterations of an inline Map that run at once, whatever MaxConcurrency says. */
const INLINE_CONCURRENCY = 40;

/**
 * The Map state in inline mode. Its older names (Iterator, Parameters) mean what the new ones do.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
 */
export const map: StateCompiler = (fields, transition, compileProgram) => {
  const flow = compileDataFlow(fields, { resultSelector: true, resultPath: true });
  const processor = fields.optionalObject('ItemProcessor') ?? fields.object('Iterator');
  refuseDistributed(processor);
  const programs = [compileProgram(processor)];
  const itemsPath = fields.optionalPath('ItemsPath');
  const selector = fields.optionalTemplate('ItemSelector') ?? fields.optionalTemplate('Parameters');
  const concurrency = compileConcurrency(fields);
  const next = transition();

  const finish = (work: Work) => {
    work.emit({ type: 'MapStateSucceeded', frame: work.frame.id });
    work.exit(flow.output(work.scope, work.frame.results), next);
  };
  const startNext = (work: Work, previous: number | undefined) => {
    const { frame } = work;
    const { map } = frame;
    const item = map?.items[map.started];
    if (map === undefined || item === undefined) return;
    const index = map.started;
    const child = work.execution.nextNumber;
    const input =
      selector === undefined ? item : selector(work.itemScope(flow.input(work.scope), index, item));
    work.emit({
      type: 'MapIterationStarted',
      frame: frame.id,
      child,
      index,
      input,
      ...(previous === undefined ? {} : { previous }),
    });
  };

  return {
    programs,
    enter: (work) => {
      const limit = concurrency(work);
      const input = flow.input(work.scope);
      const items = itemsPath === undefined ? input : readPath(itemsPath, withRoot(work.scope, input));
      if (!isArray(items)) throw notIterable(itemsPath?.text, items);
      work.emit({ type: 'MapStateStarted', frame: work.frame.id, items, concurrency: limit });
      if (items.length === 0) return finish(work);
      for (let i = 0; i < Math.min(limit, items.length); i++) startNext(work, undefined);
    },
    childSucceeded: (work, child) => {
      const { frame } = work;
      const previous = child.lastId;
      work.emit({
        type: 'MapIterationSucceeded',
        frame: frame.id,
        child: child.id,
        index: child.index,
        previous,
      });
      if (frame.ended === frame.map?.items.length) finish(work);
      else startNext(work, previous);
    },
    childFailed: (work, child) => {
      const previous = child.lastId;
      const { id } = work.frame;
      work.emit({ type: 'MapIterationFailed', frame: id, child: child.id, index: child.index, previous });
      work.dropChildren((other: Frame) => {
        if (other === child) return;
        const ended = { frame: id, child: other.id, index: other.index, previous: other.lastId };
        work.emit({ type: 'MapIterationAborted', ...ended });
      });
      work.emit({ type: 'MapStateFailed', frame: id, previous });
    },
  };
};

function refuseDistributed(processor: Fields): void {
  const config = processor.optionalObject('ProcessorConfig');
  const mode = config?.optionalString('Mode') ?? 'INLINE';
  if (mode !== 'INLINE') {
    config?.problem('Mode', `the local run supports INLINE only, found ${JSON.stringify(mode)}`);
  }
}

function compileConcurrency(fields: Fields): (work: Work) => number {
  const limited = (value: number) => (value === 0 ? INLINE_CONCURRENCY : Math.min(value, INLINE_CONCURRENCY));
  const path = fields.optionalPath('MaxConcurrencyPath');
  if (path === undefined) {
    const constant = limited(fields.optionalInteger('MaxConcurrency', 0, 99_999_999) ?? 0);
    return () => constant;
  }
  if (fields.has('MaxConcurrency'))
    fields.problem('MaxConcurrencyPath', 'cannot stand beside MaxConcurrency');
  return (work) => {
    const value = readPath(path, work.scope);
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return limited(value);
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    throw new EvaluationFailure(
      `The MaxConcurrencyPath field refers to value "${shown}" which is not a valid integer: ${path.text}`,
    );
  };
}

const notIterable = (path: string | undefined, value: Json) =>
  new EvaluationFailure(
    path === undefined
      ? `The input of a Map state without ItemsPath must be an array, found ${JSON.stringify(value)?.slice(0, 200)}`
      : `Reference path "${path}" must point to array.`,
  );
