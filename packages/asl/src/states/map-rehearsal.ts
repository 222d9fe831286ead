import type { Tolerance } from '../execution/event.ts';
import type { Expression } from '../expression.ts';
import type { DataFlow } from '../flow/data-flow.ts';
import { type Items, itemsOf } from '../items.ts';
import type { Batcher } from '../map-run/batcher.ts';
import { type Scope, withItem, withRoot } from '../scope.ts';
import type { Rehearsal } from './state.ts';

interface Rehearsed {
  readonly flow: DataFlow;
  readonly items: (scope: Scope) => Items;
  readonly selector: Expression | undefined;
  readonly concurrency: (scope: Scope) => number;
  readonly next: string | undefined;
  /** Set in distributed mode only. */
  readonly tolerance?: (scope: Scope) => Tolerance;
  readonly reads?: boolean;
  readonly batch?: Batcher | undefined;
}

/** What a Map evaluates before its first iteration, and how it leaves after the last. */
export function rehearsal(map: Rehearsed): Rehearsal {
  const { flow, selector, batch, next } = map;
  return {
    enter: (work, read) => {
      const { scope } = work;
      const observe = scope.host.observe?.bind(scope.host);
      observe?.('maxConcurrency', map.concurrency(scope));
      const { count, percentage } = map.tolerance?.(scope) ?? {};
      if (count !== undefined) observe?.('toleratedFailureCount', count);
      if (percentage !== undefined) observe?.('toleratedFailurePercentage', percentage);
      const given = map.reads === true ? { items: read ?? [] } : map.items(scope);
      if (selector === undefined && batch === undefined) return;
      const input = flow.input(scope);
      const selected =
        selector && given.items.map((_, index) => selector(withItem(scope, input, given, index)));
      if (selected !== undefined) observe?.('afterItemSelector', selected);
      if (batch !== undefined)
        observe?.('afterItemBatcher', batch(withRoot(scope, input))(selected ?? itemsOf(given)).inputs);
    },
    finish: (work, result) => work.exit(flow.finish(work.scope, result), next),
  };
}
