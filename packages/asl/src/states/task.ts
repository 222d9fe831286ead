import { compileNumber } from '../definition/dynamic-number.ts';
import type { Fields } from '../definition/fields.ts';
import { compileDataFlow } from '../flow/data-flow.ts';
import type { StateCompiler } from './compiler.ts';

const LONGEST_SECONDS = 99_999_999;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
export const task: StateCompiler = (fields, transition) => {
  const resource = fields.string('Resource');
  const flow = compileDataFlow(fields, {
    parameters: true,
    resultSelector: true,
    resultPath: true,
    assign: true,
  });
  const timeout = compileSeconds(fields, 'TimeoutSeconds');
  const heartbeat = compileSeconds(fields, 'HeartbeatSeconds');
  const next = transition();
  const [timeoutSeconds, heartbeatSeconds] = [fields.raw('TimeoutSeconds'), fields.raw('HeartbeatSeconds')];
  if (
    typeof timeoutSeconds === 'number' &&
    typeof heartbeatSeconds === 'number' &&
    heartbeatSeconds >= timeoutSeconds
  ) {
    fields.problem('HeartbeatSeconds', `must be smaller than TimeoutSeconds (${timeoutSeconds})`);
  }
  return {
    resource,
    enter: (work) => {
      work.scheduleTask({
        parameters: flow.input,
        timeoutSeconds: timeout?.(work.scope),
        heartbeatSeconds: heartbeat?.(work.scope),
      });
    },
    taskSucceeded: (work, result) => {
      work.scope.host.observe?.('result', result);
      work.exit(flow.finish(work.scope, result), next);
    },
  };
};

const compileSeconds = (fields: Fields, name: 'TimeoutSeconds' | 'HeartbeatSeconds') =>
  compileNumber(fields, name, {
    least: 1,
    most: LONGEST_SECONDS,
    wrong: (value, path) =>
      `The ${name}Path parameter does not reference a valid positive integer: ${path} == ${value}`,
  });
