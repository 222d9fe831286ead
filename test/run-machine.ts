import {
  compile,
  type Execution,
  history,
  isObject,
  type Json,
  type LogEvent,
  newExecution,
  parseResource,
  type Signal,
  step,
} from '@batch-workflows/asl';
import { countExecution } from './asl-coverage/records.ts';
import { fixedHost } from './fixed-host.ts';
import { definitionText, type MachineName } from './machine-files.ts';

/** A task as its integration sees it. */
export interface TaskCall {
  /** The state's Resource after `arn:aws:states:::`, for example `batch:submitJob.sync`; `read` or `write` for a Map's own work. */
  readonly resource: string;
  readonly state: string;
  readonly parameters: Json;
  /** 0 for the first attempt of this call. */
  readonly retry: number;
}

/** What the world answers: an output, a failure, or nothing until the task's time is up. */
export type Answer = { output: Json } | { error: string; cause?: string } | 'silence';

/** How an execution ended, and every task that it asked for. */
export interface Run {
  readonly status: Execution['status'];
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly calls: readonly TaskCall[];
  /** Milliseconds of the execution's own clock. */
  readonly took: number;
}

/**
 * Runs one of statemachines/ in the interpreter alone: tasks are answered by `answer`, timers fire at once on a clock
 * of their own, and a `${Placeholder}` stands for its own name.
 */
export function runMachine(name: MachineName, input: Json, answer: (call: TaskCall) => Answer): Run {
  const text = definitionText(name).replaceAll(/\$\{(\w+)\}/g, '$1');
  const program = compile(text);
  const execution = newExecution(program);
  const log: LogEvent[] = [];
  const calls: TaskCall[] = [];
  let now = 0;
  const world = {
    host: fixedHost,
    get now() {
      return now;
    },
  };
  const identity = {
    executionArn: `arn:aws:states:us-east-1:123456789012:execution:batch-workflows-test-${name}:run-1`,
    name: 'run-1',
    stateMachineArn: `arn:aws:states:us-east-1:123456789012:stateMachine:batch-workflows-test-${name}`,
    stateMachineName: `batch-workflows-test-${name}`,
    roleArn: 'arn:aws:iam::123456789012:role/test',
  };
  const signal = (given: Signal) => log.push(...step(execution, given, world));
  signal({ type: 'Start', input, identity });
  const asked = new Set<number>();
  while (execution.status === 'RUNNING') {
    const [number, frame] = [...execution.tasks].find(([task]) => !asked.has(task)) ?? [];
    if (number !== undefined && frame?.task !== undefined && frame.state !== undefined) {
      asked.add(number);
      const call = {
        resource: frame.task.work ?? resourceOf(frame.state),
        state: frame.state.name,
        parameters: frame.task.parameters,
        retry: frame.retryCount,
      };
      calls.push(call);
      const answered = answer(call);
      if (answered === 'silence') continue;
      if ('output' in answered) signal({ type: 'TaskSucceeded', task: number, output: answered.output });
      else
        signal({
          type: 'TaskFailed',
          task: number,
          stage: 'run',
          error: answered.error,
          cause: answered.cause,
        });
      continue;
    }
    const next = [...execution.timers.values()].sort((a, b) => a.due - b.due)[0];
    if (next === undefined) throw new Error('the execution waits for nothing');
    now = next.due;
    signal({ type: 'TimerFired', timer: next.id });
  }
  for (const workflow of [undefined, ...childWorkflows(log)])
    countExecution(name, history(log, program, 'us-east-1', undefined, workflow));
  const { status, output, error, cause } = execution;
  return { status, output, error, cause, calls, took: now };
}

/** The frames of a distributed Map's child workflows: each has a history of its own. */
const childWorkflows = (log: readonly LogEvent[]): number[] =>
  log.flatMap((event) => (event.type === 'ChildStarted' ? event.child : []));

function resourceOf({ name, resource = '' }: { readonly name: string; readonly resource?: string }): string {
  if (parseResource(resource) === undefined) throw new Error(`${name} has no known resource`);
  return resource.replace('arn:aws:states:::', '');
}

/** The last notification's text. */
export function lastMessage({ calls }: Run): Json | undefined {
  const parameters = calls.at(-1)?.parameters;
  return parameters !== undefined && isObject(parameters) ? parameters['Message'] : undefined;
}
