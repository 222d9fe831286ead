import { compileNumber, noCount } from '../definition/dynamic-number.ts';
import type { Fields } from '../definition/fields.ts';
import { checkPart } from '../definition/part-fields.ts';
import type { Frame } from '../execution/frame.ts';
import { compileDataFlow } from '../flow/data-flow.ts';
import { itemAt } from '../items.ts';
import { optional } from '../optional.ts';
import { type Scope, withItem } from '../scope.ts';
import type { StateCompiler } from './compiler.ts';
import { distributedMap } from './distributed-map.ts';
import { compileItems } from './map-items.ts';
import { rehearsal } from './map-rehearsal.ts';
import type { Work } from './work.ts';

/** The most iterations of an inline Map that run at once, whatever MaxConcurrency says. */
const INLINE_CONCURRENCY = 40;

/**
 * The Map state: here in inline mode. Its older names (Iterator, Parameters) mean what the new ones do.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
 */
export const map: StateCompiler = (fields, transition, compileProgram) => {
  const flow = compileDataFlow(fields, { resultSelector: true, resultPath: true, assign: true });
  const processor =
    fields.optionalObject('ItemProcessor') ??
    fields.optionalObject('Iterator') ??
    fields.object('ItemProcessor');
  const { isDistributed, isExpress } = readMode(processor);
  const programs = [compileProgram(processor, 'processor')];
  const itemsOf = compileItems(fields, flow);
  fields.eitherOr('ItemProcessor', 'Iterator');
  if (fields.language === 'JSONPath') fields.eitherOr('ItemSelector', 'Parameters');
  const selector = fields.optionalTemplate('ItemSelector') ?? fields.optionalTemplate('Parameters');
  const concurrency = compileConcurrency(fields);
  const inlineConcurrency = atMost(concurrency, INLINE_CONCURRENCY);
  const next = transition();
  const parts = { flow, items: itemsOf, selector, concurrency, next, isExpress };
  if (isDistributed) return { programs, ...distributedMap(fields, parts) };

  const finish = (work: Work) => {
    work.emit({ type: 'MapStateSucceeded', frame: work.frame.id });
    work.exit(flow.finish(work.scope, work.frame.results), next);
  };
  const startNext = (work: Work, previous: number | undefined) => {
    const { frame } = work;
    const { map } = frame;
    if (map === undefined || map.started === map.items.length) return;
    const index = map.started;
    const child = work.execution.nextNumber;
    const input =
      selector === undefined
        ? itemAt(map, index)
        : selector(withItem(work.scope, flow.input(work.scope), map, index));
    work.emit({
      type: 'MapIterationStarted',
      frame: frame.id,
      child,
      index,
      input,
      ...(previous === undefined ? {} : { previous }),
    });
  };

  const abandon = (work: Work, failed?: Frame) => {
    const { id, lastId } = work.frame;
    work.dropChildren((child) => {
      if (child === failed) return;
      const ended = { frame: id, child: child.id, index: child.index, previous: child.lastId };
      work.emit({ type: 'MapIterationAborted', ...ended });
    });
    work.emit({ type: 'MapStateFailed', frame: id, previous: failed?.lastId ?? lastId });
  };

  const enter = (work: Work) => {
    const limit = inlineConcurrency(work.scope);
    const { items, keys } = itemsOf(work.scope);
    work.emit({
      type: 'MapStateStarted',
      frame: work.frame.id,
      items,
      ...optional('keys', keys),
      concurrency: limit,
    });
    if (items.length === 0) return finish(work);
    for (let i = 0; i < Math.min(limit, items.length); i++) startNext(work, undefined);
  };

  return {
    programs,
    rehearsal: rehearsal(parts),
    enter,
    // Iterations that failed or were aborted go on; where all had succeeded, leaving failed: they run again.
    redrive: (work) => {
      const { map, ended, children } = work.frame;
      if (map === undefined || ended === map.items.length) return enter(work);
      const idle = Math.min(map.concurrency - children.size, map.items.length - map.started);
      for (let i = 0; i < idle; i++) startNext(work, undefined);
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
      const { id, index, lastId: previous } = child;
      work.emit({ type: 'MapIterationFailed', frame: work.frame.id, child: id, index, previous });
      abandon(work, child);
      return undefined;
    },
    // An ItemSelector can fail when other iterations are at work already.
    abandon: (work) => {
      const { map, ended } = work.frame;
      if (map !== undefined && ended < map.items.length) abandon(work);
    },
  };
};

/** Whether the iterations run inside the execution (INLINE) or as child workflows (DISTRIBUTED), and of which type. */
function readMode(processor: Fields): { isDistributed: boolean; isExpress: boolean } {
  const config = processor.optionalObject('ProcessorConfig');
  if (config !== undefined) checkPart(config, 'processorConfig');
  const isDistributed = config?.optionalOneOf('Mode', ['INLINE', 'DISTRIBUTED']) === 'DISTRIBUTED';
  const type = config?.optionalOneOf('ExecutionType', ['STANDARD', 'EXPRESS']);
  if (isDistributed && !config?.has('ExecutionType')) config?.missing('ExecutionType');
  return { isDistributed, isExpress: isDistributed && type === 'EXPRESS' };
}

function compileConcurrency(fields: Fields): (scope: Scope) => number {
  const wanted = compileNumber(fields, 'MaxConcurrency', {
    least: 0,
    most: 99_999_999,
    wrong: noCount('MaxConcurrency'),
  });
  return (scope) => wanted?.(scope) ?? 0;
}

const atMost = (wanted: (scope: Scope) => number, most: number) => (scope: Scope) => {
  const limit = wanted(scope);
  return limit === 0 ? most : Math.min(limit, most);
};
