import { compileDataFlow } from '../data-flow.ts';
import type { StateCompiler } from './compiler.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html */
export const pass: StateCompiler = (fields, transition) => {
  const flow = compileDataFlow(fields, { parameters: 'Parameters', resultPath: true });
  const result = fields.raw('Result');
  const next = transition();
  return {
    enter: (work) => {
      const input = flow.input(work.scope);
      work.exit(flow.output(work.scope, result ?? (result === null ? null : input)), next);
    },
  };
};
