import {
  type Frame,
  type Json,
  type JsonObject,
  type LogEvent,
  newExecution,
  rehearse,
  type Signal,
  type Stage,
  step,
  type Variables,
} from '@batch-workflows/asl';
import { hostOf } from '../host.ts';
import type { StatesParts } from '../parts.ts';
import { dispatchTask } from './dispatch-task.ts';
import type { Mock } from './mock.ts';
import type { TestedState } from './tested-state.ts';

export interface StateTest {
  readonly tested: TestedState;
  readonly input: Json;
  readonly context: JsonObject;
  readonly variables: Variables;
  readonly roleArn: string | undefined;
  readonly mock: Mock | undefined;
  /** How often its retriers have been used before, and how many iterations of a Map are said to have failed. */
  readonly retries: number;
  readonly failedIterations: number;
  readonly read: readonly Json[] | undefined;
}

/** How a state came out, and what was seen on the way. */
export interface StateOutcome {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: Json;
  readonly next?: string | undefined;
  readonly retry?: { readonly index: number; readonly seconds: number };
  readonly catcher?: number | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly stages: Map<Stage, Json>;
  readonly variables: Variables;
}

/** AWS ends a test that takes longer than five minutes. */
const LONGEST_SECONDS = 300;

const EXCEEDED = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

/** Runs one state as executions run it, until it is left, retried or failed. */
export async function runState(test: StateTest, parts: StatesParts): Promise<StateOutcome> {
  const { clock } = parts;
  const { tested, mock } = test;
  const stages = new Map<Stage, Json>();
  let catcher: number | undefined;
  const { retries, read } = test;
  const caught = (index: number) => {
    catcher = index;
  };
  const program = rehearse(tested.program, tested.state, { retries, read, caught });
  const execution = newExecution({ ...program, timeoutSeconds: LONGEST_SECONDS });
  const identity = identityOf(test);
  const host = {
    ...hostOf(identity.executionArn, () => true),
    observe: (stage: Stage, value: Json) => void stages.set(stage, value),
    context: test.context,
  };
  const ended = Promise.withResolvers<LogEvent>();
  const cancellations: (() => void)[] = [];
  const apply = (signal: Signal): void => {
    const events = step(execution, signal, { now: clock.now(), host });
    const end = events.find(({ type }) => ENDS.has(type));
    if (end !== undefined) return ended.resolve(end);
    for (const event of events) {
      if (event.type !== 'TimerStarted') continue;
      const { timer: id, due } = event;
      cancellations.push(clock.schedule(due, () => apply({ type: 'TimerFired', timer: id })));
    }
    for (const [task, frame] of execution.tasks) {
      if (!events.some((event) => event.type === 'TaskScheduled' && event.task === task)) continue;
      if (mock === undefined) cancellations.push(dispatch(task, frame));
      else apply(answerOf(mock, task, isFailedRun(test, mock, stages)));
    }
  };
  const dispatch = (task: number, frame: Frame) =>
    dispatchTask({ task, frame, identity, parts, signal: apply });
  apply({ type: 'Start', input: test.input, identity, variables: test.variables });
  const end = await ended.promise;
  for (const cancel of cancellations) cancel();
  return { ...outcomeOf(end, catcher, test.variables), ...failureIn(end, stages, catcher), stages };
}

const ENDS: ReadonlySet<LogEvent['type']> = new Set([
  'StateExited',
  'RetryScheduled',
  'ExecutionFailed',
  'ExecutionTimedOut',
]);

function identityOf({ context, roleArn }: StateTest) {
  const member = (of: string, name: string) => {
    const fields = context[of] as JsonObject | undefined;
    const value = fields?.[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    executionArn: member('Execution', 'Id'),
    name: member('Execution', 'Name'),
    roleArn: roleArn ?? member('Execution', 'RoleArn'),
    stateMachineArn: member('StateMachine', 'Id'),
    stateMachineName: member('StateMachine', 'Name'),
  };
}

/** Whether more iterations are said to have failed than the Map bears; a Map that says nothing bears them all. */
function isFailedRun(
  { failedIterations }: StateTest,
  { result }: Mock,
  stages: ReadonlyMap<Stage, Json>,
): boolean {
  const [count, percentage] = [stages.get('toleratedFailureCount'), stages.get('toleratedFailurePercentage')];
  const total = Array.isArray(result) ? result.length : 0;
  return (
    (typeof count === 'number' && failedIterations > count) ||
    (typeof percentage === 'number' && total > 0 && (failedIterations / total) * 100 > percentage)
  );
}

function answerOf(mock: Mock, task: number, isFailed: boolean): Signal {
  if (mock.error !== undefined)
    return { type: 'TaskFailed', task, stage: 'run', error: mock.error, cause: mock.cause };
  if (isFailed) return { type: 'TaskFailed', task, stage: 'run', ...EXCEEDED };
  return { type: 'TaskSucceeded', task, output: mock.result };
}

function outcomeOf(
  end: LogEvent,
  catcher: number | undefined,
  given: Variables,
): Omit<StateOutcome, 'stages'> {
  const variables = end.type === 'StateExited' ? { ...given, ...end.assigned } : given;
  if (end.type === 'StateExited') {
    const status = catcher === undefined ? 'SUCCEEDED' : 'CAUGHT_ERROR';
    return { status, output: end.output, next: end.next, catcher, variables };
  }
  if (end.type !== 'RetryScheduled') return { status: 'FAILED', variables };
  return {
    status: 'RETRIABLE',
    retry: { index: end.retrier, seconds: Math.round((end.due - end.at) / 1000) },
    variables,
  };
}

function failureIn(
  end: LogEvent,
  stages: ReadonlyMap<Stage, Json>,
  catcher: number | undefined,
): Pick<StateOutcome, 'error' | 'cause'> {
  if (end.type === 'ExecutionFailed' || end.type === 'ExecutionTimedOut')
    return { error: end.error, cause: end.cause };
  if (end.type === 'StateExited' && catcher === undefined) return {};
  const failure = stages.get('failure') as { Error?: string; Cause?: string } | undefined;
  return { error: failure?.Error, cause: failure?.Cause };
}
