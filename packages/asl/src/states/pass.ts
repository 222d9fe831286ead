import { compileDataFlow } from '../flow/data-flow.ts';
import type { StateCompiler } from './compiler.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html */
export const pass: StateCompiler = (fields, transition) => {
  const flow = compileDataFlow(fields, {
    parameters: fields.language === 'JSONPath',
    resultPath: true,
    assign: true,
  });
  const result = fields.language === 'JSONPath' ? fields.raw('Result') : undefined;
  const next = transition();
  return {
    enter: (work) => {
      if (fields.language === 'JSONata') return work.exit(flow.pass(work.scope), next);
      const input = flow.input(work.scope);
      if (result !== undefined) work.scope.host.observe?.('result', result);
      work.exit(flow.finish(work.scope, result === undefined ? input : result), next);
    },
  };
};
