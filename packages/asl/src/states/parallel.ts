import { compileDataFlow } from '../flow/data-flow.ts';
import type { StateCompiler } from './compiler.ts';
import type { Work } from './work.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html */
export const parallel: StateCompiler = (fields, transition, compileProgram) => {
  const flow = compileDataFlow(fields, {
    parameters: true,
    resultSelector: true,
    resultPath: true,
    assign: true,
  });
  if (!fields.has('Branches')) fields.missing('Branches');
  const programs = (fields.optionalObjects('Branches') ?? []).map((branch) => compileProgram(branch));
  const next = transition();
  const enter = (work: Work) => {
    const { id } = work.frame;
    const input = flow.input(work.scope);
    work.emit({ type: 'ParallelStateStarted', frame: id });
    programs.forEach((_, index) => {
      work.emit({ type: 'BranchStarted', frame: id, child: work.execution.nextNumber, index, input });
    });
  };
  return {
    programs,
    rehearsal: {
      enter: (work) => void flow.input(work.scope),
      finish: (work, result) => work.exit(flow.finish(work.scope, result), next),
    },
    enter,
    // Branches that failed or were aborted go on; where all had succeeded, leaving failed: it runs again.
    redrive: (work) => {
      if (work.frame.children.size === 0) enter(work);
    },
    childSucceeded: (work, child) => {
      const { frame } = work;
      work.emit({ type: 'BranchSucceeded', frame: frame.id, child: child.id });
      if (frame.ended < programs.length) return;
      work.emit({ type: 'ParallelStateSucceeded', frame: frame.id });
      work.exit(flow.finish(work.scope, frame.results), next);
    },
    childFailed: (work, child) => {
      const previous = child.lastId;
      work.dropChildren();
      work.emit({ type: 'ParallelStateFailed', frame: work.frame.id, previous });
      return undefined;
    },
  };
};
