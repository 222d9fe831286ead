import { randomUUID } from 'node:crypto';
import {
  compile,
  type Host,
  history,
  type LogEvent,
  newExecution,
  type Signal,
  step,
} from '@batch-workflows/asl';
import type { Workload } from './workloads.ts';

const host: Host = {
  random: Math.random,
  uuid: randomUUID,
  hash: () => '',
  base64Encode: (text) => text,
  base64Decode: (text) => text,
  taskToken: (task) => `token-${task}`,
};
const identity = {
  executionArn: 'arn:aws:states:us-east-1:123456789012:execution:bench:run',
  name: 'run',
  roleArn: 'arn:aws:iam::123456789012:role/bench',
  stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:bench',
  stateMachineName: 'bench',
};

/** Prepares executions of the engine alone, each with its whole log kept; `withHistory` makes AWS's history of it too. */
export function inProcess({ definition, input }: Workload, withHistory: boolean): () => Promise<void> {
  const program = compile(JSON.stringify(definition));
  return async () => {
    const execution = newExecution(program);
    let log: readonly LogEvent[] = [];
    const signal = (given: Signal) => {
      const events = step(execution, given, { now: Date.now(), host });
      log = log.length === 0 ? events : log.concat(events);
    };
    signal({ type: 'Start', input: structuredClone(input), identity });
    while (execution.ready.length > 0) signal({ type: 'Continue' });
    const events = withHistory ? history(log, program, 'us-east-1') : log;
    if (events.at(-1)?.type !== 'ExecutionSucceeded') throw new Error(`it ended with ${events.at(-1)?.type}`);
  };
}
