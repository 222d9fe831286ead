import { type Frame, type Json, parseResource, type Resource, type Signal } from '@batch-workflows/asl';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../../errors.ts';
import { notHere } from '../../integrations/elsewhere.ts';
import type { Integration, TaskContext } from '../../integrations/integration.ts';
import { errorOf, integrationFor } from '../../integrations/registry.ts';
import { TaskError } from '../../integrations/task-error.ts';
import type { Call } from '../../service.ts';
import type { ActivityQueues } from './activity-queues.ts';
import type { Completions } from './completions.ts';
import { doMapWork } from './map-run/map-work.ts';
import type { MockConfig } from './mock-config.ts';
import { mapContext, roleIdentity } from './role-context.ts';
import type { Running } from './running.ts';

export interface TaskDispatcherOptions {
  /** Answers for executions that were started with a test case. */
  readonly mocks?: MockConfig;
  readonly accountId: string;
  readonly call: Call;
  readonly clock: Clock;
  readonly completions: Completions;
  readonly activityQueues: ActivityQueues;
  readonly signal: (executionArn: string, signal: Signal) => void;
  readonly log: (message: string) => void;
}

/** Whose work it is. */
export interface TaskOwner {
  readonly record: Pick<
    Running['record'],
    'executionArn' | 'name' | 'roleArn' | 'stateMachineName' | 'testCase'
  >;
  readonly dispatches: Running['dispatches'];
}

/** Does the work of Task states: calls the integration, and turns its answers into signals. */
export class TaskDispatcher {
  readonly #options: TaskDispatcherOptions;

  constructor(options: TaskDispatcherOptions) {
    this.#options = options;
  }

  /** Begins a task's work, or goes on with one that was submitted before a restart. */
  dispatch(running: TaskOwner, task: number, frame: Frame): void {
    const { record } = running;
    if (frame.task?.work !== undefined) {
      this.#dispatchMapWork(running, task, frame);
      return;
    }
    const resource = parseResource(frame.state?.resource ?? '');
    if (resource === undefined || frame.task === undefined) return;
    const abort = new AbortController();
    running.dispatches.set(task, frame.id, abort);
    if (resource.kind === 'activity') {
      const { started, token, parameters } = frame.task;
      if (started) return;
      const input = JSON.stringify(parameters);
      const offered = { executionArn: record.executionArn, task, token, input };
      abort.signal.addEventListener('abort', this.#options.activityQueues.offer(resource.arn, offered));
      return;
    }
    const context: TaskContext = {
      identity: roleIdentity(this.#options.accountId, record.roleArn, record.name),
      call: this.#options.call,
      pattern: resource.kind === 'service' ? resource.pattern : 'requestResponse',
      resource: resource.kind === 'service' ? resource.resource : resource.arn,
      idempotencyToken: `${record.executionArn}/${task}`,
      signal: abort.signal,
    };
    const signal = (answer: Signal) => {
      if (!abort.signal.aborted) this.#options.signal(record.executionArn, answer);
    };
    const { parameters, submission } = frame.task;
    if (this.#answerFromMock(running, task, frame, signal)) return;
    this.#work(resource, parameters, submission, context, task, signal);
  }

  /** Whether the test case that the execution was started with has an answer for the task. */
  #answerFromMock(
    { record }: TaskOwner,
    task: number,
    frame: Frame,
    signal: (answer: Signal) => void,
  ): boolean {
    const { stateMachineName, testCase } = record;
    if (stateMachineName === undefined || testCase === undefined) return false;
    const mocked = this.#options.mocks?.testCase(stateMachineName, testCase);
    const answer = mocked?.(frame.state?.name ?? '', frame.retryCount);
    if (answer === undefined) return false;
    signal(
      'result' in answer
        ? { type: 'TaskSucceeded', task, output: answer.result }
        : { type: 'TaskFailed', task, stage: 'run', error: answer.error, cause: answer.cause },
    );
    return true;
  }

  /** Reads the items of a distributed Map, or writes its results. */
  async #dispatchMapWork(running: TaskOwner, task: number, frame: Frame): Promise<void> {
    const { record } = running;
    const abort = new AbortController();
    running.dispatches.set(task, frame.id, abort);
    const context = mapContext(this.#options, record, String(task), abort.signal);
    const signal = (answer: Signal) => {
      if (!abort.signal.aborted) this.#options.signal(record.executionArn, answer);
    };
    const release = this.#options.clock.hold();
    try {
      signal({ type: 'TaskSucceeded', task, output: await doMapWork(frame, context) });
    } catch (thrown) {
      const { error, cause } = this.#taskError(thrown);
      signal({ type: 'TaskFailed', task, stage: 'run', error, cause });
    } finally {
      release();
    }
  }

  async #work(
    resource: Resource,
    parameters: Json,
    submitted: Json | undefined,
    context: TaskContext,
    task: number,
    signal: (answer: Signal) => void,
  ): Promise<void> {
    const waits = context.pattern !== 'requestResponse';
    let stage: 'submit' | 'run' = waits ? 'submit' : 'run';
    try {
      const integration = integrationFor(resource);
      if (integration === undefined) {
        throw resource.kind === 'service'
          ? notHere(resource)
          : new TaskError('States.Runtime', `no integration for ${context.resource}`);
      }
      const submission = submitted ?? (await this.#submit(integration, parameters, context));
      if (!waits) return signal({ type: 'TaskSucceeded', task, output: submission });
      if (submitted === undefined) signal({ type: 'TaskSubmitted', task, output: submission });
      stage = 'run';
      if (context.pattern === 'waitForTaskToken') return;
      const output = await this.#completion(integration, submission, context);
      if (output !== undefined) signal({ type: 'TaskSucceeded', task, output });
    } catch (thrown) {
      const { error, cause } = this.#taskError(thrown, resource);
      signal({ type: 'TaskFailed', task, stage, error, cause });
    }
  }

  async #submit(integration: Integration, parameters: Json, context: TaskContext): Promise<Json> {
    const release = this.#options.clock.hold();
    try {
      return await integration.submit(parameters, context);
    } finally {
      release();
    }
  }

  /** Waits for the work's end; undefined where the execution no longer wants it, and then the work is cancelled. */
  async #completion(
    integration: Integration,
    submission: Json,
    context: TaskContext,
  ): Promise<Json | undefined> {
    const { work } = integration;
    if (work === undefined) throw new TaskError('States.Runtime', `${integration.name} cannot be waited for`);
    const { signal } = context;
    let wake = Promise.withResolvers<void>();
    const news = () => wake.resolve();
    const unwatch = this.#options.completions.watch(work.key(submission), news);
    signal.addEventListener('abort', news);
    try {
      for (;;) {
        if (signal.aborted) {
          if (signal.reason !== 'stopping') await this.#cancel(work, submission, context);
          return undefined;
        }
        wake = Promise.withResolvers();
        const result = await work.result(submission, context);
        if (result !== undefined) return result;
        await wake.promise;
      }
    } finally {
      unwatch();
      signal.removeEventListener('abort', news);
    }
  }

  async #cancel(
    work: NonNullable<Integration['work']>,
    submission: Json,
    context: TaskContext,
  ): Promise<void> {
    try {
      await work.cancel(submission, context);
    } catch (error) {
      this.#options.log(`${context.resource} could not be cancelled: ${(error as Error).message}`);
    }
  }

  #taskError(thrown: unknown, resource?: Resource): TaskError {
    if (thrown instanceof TaskError) return thrown;
    if (thrown instanceof AwsError && resource !== undefined) return errorOf(resource, thrown);
    this.#options.log(
      `a task failed unexpectedly: ${thrown instanceof Error ? thrown.stack : String(thrown)}`,
    );
    return new TaskError('States.Runtime', thrown instanceof Error ? thrown.message : String(thrown));
  }
}
