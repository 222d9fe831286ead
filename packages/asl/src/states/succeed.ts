import { compileDataFlow } from '../flow/data-flow.ts';
import type { StateCompiler } from './compiler.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html */
export const succeed: StateCompiler = (fields) => {
  const flow = compileDataFlow(fields, {});
  return { enter: (work) => work.exit(flow.pass(work.scope), undefined) };
};
