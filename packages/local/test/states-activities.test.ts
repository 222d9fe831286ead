import type { GetActivityTaskOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../src/clock.ts';
import { EventBus } from '../src/event-bus.ts';
import { accountOwner } from '../src/iam/identity.ts';
import type { Call } from '../src/service.ts';
import { ActivityQueues } from '../src/services/states/activity-queues.ts';
import { statesService } from '../src/services/states/states-service.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { memoryLogs } from './memory-logs.ts';

const accountId = '123456789012';
const ACTIVITY = `arn:aws:states:us-east-1:${accountId}:activity:review`;

/** Time that passes only when a test says so. */
function steeredClock(): Clock & { pass(seconds: number): void } {
  let now = 1_700_000_000_000;
  const timers = new Set<{ at: number; action: () => void }>();
  return {
    now: () => now,
    schedule: (at, action) => {
      const timer = { at, action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    hold: () => () => {},
    stop: () => timers.clear(),
    pass: (seconds) => {
      now += seconds * 1000;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at > now || !timers.delete(timer)) continue;
        timer.action();
      }
    },
  };
}

/** A Step Functions with the activity `review`; `restart` is a new process over the same data. */
async function given() {
  const clock = steeredClock();
  const store = openMemoryStore();
  const start = () => {
    const call = (async () => ({})) as unknown as Call;
    const config = { accountId, region: 'us-east-1', endpoint: () => 'http://127.0.0.1:4566' };
    const events = new EventBus();
    const logs = memoryLogs();
    const service = statesService({
      config,
      call,
      clock,
      store,
      events,
      logs,
      enforceQuotas: false,
      log: () => {},
    });
    service.start?.();
    return service;
  };
  let service = start();
  const ask = async (operation: string, input: object, signal?: AbortSignal): Promise<never> => {
    const known = service.operations[operation];
    if (known === undefined) throw new Error(`${operation} is not there`);
    const context = { identity: accountOwner(accountId), requestId: 'r', ...(signal ? { signal } : {}) };
    const answer = await known.run(input as never, context);
    await store.committed();
    return answer as never;
  };
  await ask('CreateActivity', { name: 'review' });
  return {
    clock,
    ask,
    restart: async () => {
      await service.stop?.();
      service = start();
    },
    poll: (signal?: AbortSignal): Promise<GetActivityTaskOutput> =>
      ask('GetActivityTask', { activityArn: ACTIVITY, workerName: 'Ada' }, signal),
    /** Starts an execution whose one state is the activity's task. */
    begin: async (fields: object = {}, name = 'machine', whole: object = {}): Promise<string> => {
      const state = { Type: 'Task', Resource: ACTIVITY, End: true, ...fields };
      const definition = JSON.stringify({ ...whole, StartAt: 'Review', States: { Review: state } });
      const roleArn = `arn:aws:iam::${accountId}:role/machine`;
      const { stateMachineArn }: { stateMachineArn: string } = await ask('CreateStateMachine', {
        name,
        definition,
        roleArn,
      });
      const started: { executionArn: string } = await ask('StartExecution', {
        stateMachineArn,
        input: '{"page":1}',
      });
      await turn();
      return started.executionArn;
    },
    history: async (executionArn: string): Promise<HistoryEvent[]> => {
      await turn();
      const { events }: { events: HistoryEvent[] } = await ask('GetExecutionHistory', { executionArn });
      return events;
    },
  };
}

/** Lets what is ready run. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
const types = (events: readonly HistoryEvent[]) => events.map(({ type }) => type);

describe('a task of an activity', () => {
  it('goes to the worker that asks, with its input and a token, and ends with what the worker answers', async () => {
    const { begin, poll, ask, history } = await given();
    const executionArn = await begin({ TimeoutSeconds: 60, HeartbeatSeconds: 10 });

    const { taskToken, input } = await poll();
    expect(JSON.parse(input ?? '')).toEqual({ page: 1 });
    await ask('SendTaskSuccess', { taskToken, output: '{"good":true}' });

    const events = await history(executionArn);
    expect(types(events).slice(2)).toEqual([
      'ActivityScheduled',
      'ActivityStarted',
      'ActivitySucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[2]?.activityScheduledEventDetails).toMatchObject({
      resource: ACTIVITY,
      timeoutInSeconds: 60,
      heartbeatInSeconds: 10,
    });
    expect(events[3]?.activityStartedEventDetails).toEqual({ workerName: 'Ada' });
  });

  it('goes to a worker that has been waiting for it', async () => {
    const { begin, poll } = await given();
    const polled = poll();
    await begin();
    expect((await polled).taskToken).toBeDefined();
  });

  it('goes to one worker only, and the oldest goes first', async () => {
    const { begin, poll, ask } = await given();
    const first = await begin({}, 'first');
    const second = await begin({}, 'second');
    const [one, two] = [await poll(), await poll()];
    await ask('SendTaskSuccess', { taskToken: one.taskToken, output: '1' });
    expect(await ask('DescribeExecution', { executionArn: first })).toMatchObject({ output: '1' });
    await ask('SendTaskSuccess', { taskToken: two.taskToken, output: '2' });
    expect(await ask('DescribeExecution', { executionArn: second })).toMatchObject({ output: '2' });
  });

  it('fails with the error and cause that the worker gives', async () => {
    const { begin, poll, ask, history } = await given();
    const executionArn = await begin();
    const { taskToken } = await poll();
    await ask('SendTaskFailure', { taskToken, error: 'Unreadable', cause: 'upside down' });
    const [failed] = (await history(executionArn)).slice(-2);
    expect(failed?.activityFailedEventDetails).toEqual({ error: 'Unreadable', cause: 'upside down' });
  });

  it('times out when the worker is too slow', async () => {
    const { begin, poll, clock, history } = await given();
    const executionArn = await begin({ TimeoutSeconds: 5 });
    await poll();
    clock.pass(5);
    const events = await history(executionArn);
    expect(types(events).slice(-3)).toEqual(['ActivityStarted', 'ActivityTimedOut', 'ExecutionFailed']);
    expect(events.at(-2)?.activityTimedOutEventDetails).toEqual({ error: 'States.Timeout' });
  });

  it('waits for a worker for as long as it takes: its times count from when one takes it', async () => {
    const { begin, poll, clock, history } = await given();
    const executionArn = await begin({ TimeoutSeconds: 5, HeartbeatSeconds: 2 });
    clock.pass(3600);
    expect(types(await history(executionArn)).at(-1)).toBe('ActivityScheduled');
    await poll();
    clock.pass(2);
    expect(types(await history(executionArn)).slice(-3)).toEqual([
      'ActivityStarted',
      'ActivityTimedOut',
      'ExecutionFailed',
    ]);
  });

  it('is not given to a worker after the execution has timed out', async () => {
    const { begin, poll, clock, ask, history } = await given();
    const executionArn = await begin({}, 'hasty', { TimeoutSeconds: 5 });
    clock.pass(5);
    expect(types(await history(executionArn)).at(-1)).toBe('ExecutionTimedOut');
    const polled = poll();
    await turn();
    await ask('DeleteActivity', { activityArn: ACTIVITY });
    expect(await polled).toEqual({});
  });

  it('is not given to a worker after its execution was stopped', async () => {
    const { begin, poll, ask, clock } = await given();
    await ask('StopExecution', { executionArn: await begin() });
    await turn();
    const polled = poll();
    await turn();
    clock.pass(60);
    expect(await polled).toEqual({});
  });

  it('lives as long as heartbeats come in time', async () => {
    const { begin, poll, ask, clock, history } = await given();
    const executionArn = await begin({ HeartbeatSeconds: 10 });
    const { taskToken } = await poll();
    for (let beat = 0; beat < 3; beat++) {
      clock.pass(8);
      await ask('SendTaskHeartbeat', { taskToken });
      await turn();
    }
    expect(types(await history(executionArn)).at(-1)).toBe('ActivityStarted');
    clock.pass(10);
    expect(types(await history(executionArn)).at(-2)).toBe('ActivityTimedOut');
  });

  it('is retried as a new task', async () => {
    const { begin, poll, ask, clock } = await given();
    await begin({ Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 1 }] });
    const first = await poll();
    await ask('SendTaskFailure', { taskToken: first.taskToken, error: 'Busy' });
    clock.pass(1);
    await turn();
    const second = await poll();
    expect(second.taskToken).not.toBe(first.taskToken);
  });

  it('fails its execution, uncaught, where the activity is not there', async () => {
    const { begin, ask, history } = await given();
    await ask('DeleteActivity', { activityArn: ACTIVITY });
    const caught = [{ ErrorEquals: ['States.ALL'], Next: 'Review' }];
    const events = await history(await begin({ Catch: caught }));
    expect(types(events)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'ExecutionFailed']);
    expect(events[2]?.executionFailedEventDetails).toEqual({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'Review' (entered at the event id #2). The activity ${ACTIVITY} does not exist.`,
    });
  });
});

describe('after a restart', () => {
  it('a task that no worker had taken is found again', async () => {
    const { begin, poll, ask, restart } = await given();
    const executionArn = await begin();
    await restart();
    const { taskToken, input } = await poll();
    expect(input).toBe('{"page":1}');
    await ask('SendTaskSuccess', { taskToken, output: '1' });
    expect(await ask('DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('a task that a worker has taken stays with that worker', async () => {
    const { begin, poll, ask, restart, clock } = await given();
    const executionArn = await begin();
    const { taskToken } = await poll();
    await restart();
    const other = poll();
    await turn();
    clock.pass(60);
    expect(await other).toEqual({});
    await ask('SendTaskSuccess', { taskToken, output: '1' });
    expect(await ask('DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('a worker that asks', () => {
  it('is told after a minute, and not before, that there is nothing', async () => {
    const { poll, clock } = await given();
    let answer: GetActivityTaskOutput | undefined;
    const polled = poll().then((answered) => {
      answer = answered;
    });
    await turn();
    clock.pass(59);
    await turn();
    expect(answer).toBeUndefined();
    clock.pass(1);
    await polled;
    expect(answer).toEqual({});
  });

  it('takes no task after it has gone away', async () => {
    const { poll, begin } = await given();
    const gone = new AbortController();
    const left = poll(gone.signal);
    await turn();
    gone.abort();
    expect(await left).toEqual({});
    await begin();
    expect((await poll()).taskToken).toBeDefined();
  });

  it('is sent away when the activity is deleted, and refused from then on', async () => {
    const { poll, ask } = await given();
    const polled = poll();
    await turn();
    await ask('DeleteActivity', { activityArn: ACTIVITY });
    expect(await polled).toEqual({});
    await expect(poll()).rejects.toMatchObject({
      code: 'ActivityDoesNotExist',
      message: `Activity Does Not Exist: '${ACTIVITY}'`,
    });
  });
});

describe('the queue of an activity', () => {
  it('forgets a task that is taken back', async () => {
    const clock = steeredClock();
    const queues = new ActivityQueues(clock);
    const task = { executionArn: 'execution', task: 1, token: 'token', input: '{}' };
    const takeBack = queues.offer(ACTIVITY, task);
    takeBack();
    const taken = queues.take(ACTIVITY, clock.now() + 1000);
    clock.pass(1);
    expect(await taken).toBeUndefined();
  });

  it('keeps its tasks from a worker that is gone already', async () => {
    const clock = steeredClock();
    const queues = new ActivityQueues(clock);
    const task = { executionArn: 'execution', task: 1, token: 'token', input: '{}' };
    queues.offer(ACTIVITY, task);
    expect(await queues.take(ACTIVITY, clock.now() + 1000, AbortSignal.abort())).toBeUndefined();
    expect(await queues.take(ACTIVITY, clock.now() + 1000)).toEqual(task);
  });
});

describe('activities', () => {
  it('are created once: the second time answers with the first', async () => {
    const { ask, clock } = await given();
    const first = await ask('CreateActivity', { name: 'review' });
    clock.pass(10);
    expect(await ask('CreateActivity', { name: 'review' })).toEqual(first);
  });

  it('keep their encryption: asked for with another, one is there already', async () => {
    const { ask } = await given();
    const wanted = {
      name: 'review',
      encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'k' },
    };
    await expect(ask('CreateActivity', wanted)).rejects.toMatchObject({
      code: 'ActivityAlreadyExists',
      message: `Activity Already Exists: '${ACTIVITY}'`,
    });
  });

  it('are described, and listed by name, page by page', async () => {
    const { ask } = await given();
    await ask('CreateActivity', { name: 'approve' });
    expect(await ask('DescribeActivity', { activityArn: ACTIVITY })).toMatchObject({ name: 'review' });
    const first: { nextToken: string } = await ask('ListActivities', { maxResults: 1 });
    expect(first).toMatchObject({ activities: [{ name: 'approve' }] });
    const second: { nextToken?: string } = await ask('ListActivities', { nextToken: first.nextToken });
    expect(second).toMatchObject({ activities: [{ name: 'review' }] });
    expect(second.nextToken).toBeUndefined();
  });

  it('may be deleted twice', async () => {
    const { ask } = await given();
    await ask('DeleteActivity', { activityArn: ACTIVITY });
    expect(await ask('DeleteActivity', { activityArn: ACTIVITY })).toEqual({});
  });

  it.each(['a b', 'a<b', 'a:b', 'a/b', 'a\u0000', 'a\u007f'])('are not named %j', async (name) => {
    const { ask } = await given();
    await expect(ask('CreateActivity', { name })).rejects.toMatchObject({
      code: 'InvalidName',
      message: `Invalid Name: '${name}'`,
    });
  });

  it('are not described by the ARN of something else', async () => {
    const { ask } = await given();
    const machine = ACTIVITY.replace(':activity:', ':stateMachine:');
    await expect(ask('DescribeActivity', { activityArn: machine })).rejects.toMatchObject({
      code: 'InvalidArn',
    });
  });

  it('may be tagged at creation, and lose their tags when they are deleted', async () => {
    const { ask } = await given();
    const activityArn = ACTIVITY.replace('review', 'approve');
    const tags = [{ key: 'team', value: 'editors' }];
    await ask('CreateActivity', { name: 'approve', tags });
    expect(await ask('ListTagsForResource', { resourceArn: activityArn })).toEqual({ tags });
    await ask('DeleteActivity', { activityArn });
    await ask('CreateActivity', { name: 'approve' });
    expect(await ask('ListTagsForResource', { resourceArn: activityArn })).toEqual({ tags: [] });
  });
});
