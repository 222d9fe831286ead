/** `kill -9` of a host, and another one with the same data: what ran goes on, nothing is lost or done twice. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../until.ts';
import { type Host, isAlive, startHost } from './host.ts';
import { createQueue, registerJob } from './job-queue.ts';
import { createMachine, ended, eventOf, historyOf, outputOf, single, start } from './machines.ts';
import { createSqsQueue, receive } from './queues.ts';

const folder = mkdtempSync(join(tmpdir(), 'restart-'));
const dataDir = join(folder, 'data');
/** A job runs until this file is there. */
const gate = join(folder, 'gate');
/** A job writes a line here when it ends. */
const runs = join(folder, 'runs');

let host: Host;
let killed: Host;
let jobProcesses: number[];
let waits: string[];
let asked: Map<string, string>;
let jobs: string[];
let justStarted: string[];
let finishedJob: string;

beforeAll(async () => {
  killed = await startHost({ dataDir });
  const { batch, sfn, sqs } = killed;
  const QueueUrl = await createSqsQueue(sqs, 'questions');
  const JobQueue = await createQueue(batch, 'jobs', 64);
  const ask = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    HeartbeatSeconds: 600,
    Parameters: {
      QueueUrl,
      MessageBody: { 'token.$': '$$.Task.Token', 'execution.$': '$$.Execution.Id' },
    },
    End: true,
  };
  const job = (JobDefinition: string) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::batch:submitJob.sync',
    Parameters: { JobName: 'job', JobQueue, JobDefinition },
  });
  const gated = await registerJob(batch, 'gated', [
    'sh',
    '-c',
    `until [ -e '${gate}' ]; do sleep 0.05; done; echo gated >> '${runs}'`,
  ]);
  const quick = await registerJob(batch, 'quick', ['sh', '-c', `echo quick >> '${runs}'`]);

  const waitMachine = await createMachine(sfn, single({ Type: 'Wait', SecondsPath: '$.seconds' }));
  const askMachine = await createMachine(sfn, single(ask));
  const jobMachine = await createMachine(sfn, single(job(gated)));
  const jobThenAsk = await createMachine(sfn, {
    StartAt: 'Job',
    States: { Job: { ...job(quick), Next: 'Ask' }, Ask: ask },
  });

  // Before the others: jobs wait for a processor.
  finishedJob = await start(sfn, jobThenAsk);
  const asking = await times(20, () => start(sfn, askMachine));
  asked = new Map();
  while (asked.size < asking.length + 1) {
    const { execution = '', token = '' } = await receive(sqs, QueueUrl);
    asked.set(execution, token);
  }
  jobs = await times(10, () => start(sfn, jobMachine));
  jobProcesses = await until('a job to run', async () => {
    const { jobSummaryList = [] } = await batch.listJobs({ jobQueue: JobQueue, jobStatus: 'RUNNING' });
    return jobSummaryList.length > 0 ? killed.descendants() : undefined;
  });
  waits = await times(20, (n) => start(sfn, waitMachine, { seconds: n % 2 === 0 ? 1 : 4 }));
  justStarted = await times(20, () => start(sfn, waitMachine, { seconds: 1 }));

  await killed.end('SIGKILL');
  host = await startHost({ dataDir });
}, 60_000);

afterAll(async () => {
  await killed?.end('SIGKILL');
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

describe('after a kill -9 and a start with the same data', () => {
  it('a Wait takes as long as it would have taken', async () => {
    for (const execution of waits) {
      expect((await ended(host.sfn, execution)).status).toBe('SUCCEEDED');
      const events = await historyOf(host.sfn, execution);
      expectWhole(events);
      const at = (type: string) => Number(events.find((event) => event.type === type)?.timestamp);
      const { seconds } = JSON.parse(events[0]?.executionStartedEventDetails?.input ?? '');
      expect(at('WaitStateExited') - at('WaitStateEntered')).toBeGreaterThanOrEqual(seconds * 1000);
    }
  }, 30_000);

  it('an execution that was started a moment before is there, and ends', async () => {
    for (const execution of justStarted) {
      expect((await ended(host.sfn, execution)).status).toBe('SUCCEEDED');
      expectWhole(await historyOf(host.sfn, execution));
    }
  }, 30_000);

  it('a task token that was given before is good', async () => {
    for (const [execution, taskToken] of asked) {
      await host.sfn.sendTaskHeartbeat({ taskToken });
      await host.sfn.sendTaskSuccess({ taskToken, output: '"answered"' });
      expect(outputOf(await ended(host.sfn, execution))).toBe('answered');
      expectWhole(await historyOf(host.sfn, execution));
    }
  }, 30_000);

  it('a job that was running ends its execution once, and leaves no process', async () => {
    writeFileSync(gate, '');
    for (const execution of jobs) {
      expect((await ended(host.sfn, execution)).status).toBe('SUCCEEDED');
      const events = await historyOf(host.sfn, execution);
      expectWhole(events);
      expect(events.map(({ type }) => type)).toEqual([
        'ExecutionStarted',
        'TaskStateEntered',
        'TaskScheduled',
        'TaskStarted',
        'TaskSubmitted',
        'TaskSucceeded',
        'TaskStateExited',
        'ExecutionSucceeded',
      ]);
    }
    await until('the processes of before the kill to be gone', () =>
      jobProcesses.some(isAlive) ? undefined : true,
    );
    expect(jobProcesses.length).toBeGreaterThan(0);
    expect(linesOf('gated')).toHaveLength(jobs.length);
  }, 30_000);

  it('a job that had finished is not run again', async () => {
    await ended(host.sfn, finishedJob);
    expect(linesOf('quick')).toHaveLength(1);
  });

  it('the host works as before: it takes new executions, and all of the old are listed', async () => {
    const { stateMachines = [] } = await host.sfn.listStateMachines({});
    expect(stateMachines).toHaveLength(4);
    const arn = await createMachine(host.sfn, single({ Type: 'Pass' }));
    const execution = await start(host.sfn, arn);
    await eventOf(host.sfn, execution, 'ExecutionSucceeded');
  });
});

/** No event is lost or doubled. */
function expectWhole(events: readonly HistoryEvent[]): void {
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ type }) => type === 'ExecutionSucceeded')).toHaveLength(1);
}

/** What jobs of a kind have written. */
const linesOf = (kind: string) =>
  readFileSync(runs, 'utf8')
    .split('\n')
    .filter((line) => line === kind);

function times<T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, n) => make(n)));
}
