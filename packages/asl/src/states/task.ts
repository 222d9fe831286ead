import { compileDataFlow, readPath } from '../data-flow.ts';
import type { Fields } from '../definition/fields.ts';
import { EvaluationFailure } from '../failure/failure.ts';
import type { StateCompiler } from './compiler.ts';
import type { Work } from './work.ts';

const LONGEST_SECONDS = 99_999_999;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
export const task: StateCompiler = (fields, transition) => {
  const resource = fields.string('Resource');
  const flow = compileDataFlow(fields, { parameters: 'Parameters', resultSelector: true, resultPath: true });
  const timeout = compileSeconds(fields, 'TimeoutSeconds');
  const heartbeat = compileSeconds(fields, 'HeartbeatSeconds');
  const next = transition();
  const constants = [fields.raw('TimeoutSeconds'), fields.raw('HeartbeatSeconds')];
  if (typeof constants[0] === 'number' && typeof constants[1] === 'number' && constants[1] >= constants[0]) {
    fields.problem('HeartbeatSeconds', `must be smaller than TimeoutSeconds (${constants[0]})`);
  }
  return {
    resource,
    enter: (work) => {
      const timeoutSeconds = timeout?.(work);
      const heartbeatSeconds = heartbeat?.(work);
      work.scheduleTask((scope) => flow.input(scope), timeoutSeconds, heartbeatSeconds);
    },
    taskSucceeded: (work, result) => work.exit(flow.output(work.scope, result), next),
  };
};

function compileSeconds(fields: Fields, name: 'TimeoutSeconds' | 'HeartbeatSeconds') {
  const pathName = `${name}Path`;
  if (fields.has(name) && fields.has(pathName)) fields.problem(pathName, `cannot stand beside ${name}`);
  const seconds = fields.optionalInteger(name, 1, LONGEST_SECONDS);
  if (seconds !== undefined) return () => seconds;
  const path = fields.optionalPath(pathName);
  if (path === undefined) return undefined;
  return (work: Work) => {
    const value = readPath(path, work.scope);
    if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LONGEST_SECONDS)
      return value;
    throw new EvaluationFailure(
      `The ${pathName} parameter does not reference a valid positive integer: ${path.text} == ${JSON.stringify(value)}`,
    );
  };
}
