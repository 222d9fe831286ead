import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type LocalAws, startLocalAws } from '@batch-workflows/local';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../until.ts';

const ROLE = 'arn:aws:iam::123456789012:role/mocked';
const definition = JSON.stringify({
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'nobody' },
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 60, MaxAttempts: 3 }],
      Next: 'Run',
    },
    Run: {
      Type: 'Task',
      Resource: 'arn:aws:states:::batch:submitJob.sync',
      Parameters: { JobName: 'j', JobQueue: 'nowhere', JobDefinition: 'none' },
      End: true,
    },
  },
});
const config = {
  StateMachines: {
    mocked: {
      TestCases: {
        Happy: { Ask: 'Answer', Run: 'Done' },
        BusyTwice: { Ask: 'BusyThenAnswer', Run: 'Done' },
        Refused: { Ask: 'Refusal' },
        OnlyAsk: { Ask: 'Answer' },
        Misspelt: { Ask: 'Nothing' },
      },
    },
  },
  MockedResponses: {
    Answer: { '0': { Return: { Payload: 1 } } },
    Done: { '0': { Return: { Status: 'SUCCEEDED' } } },
    BusyThenAnswer: { '0-1': { Throw: { Error: 'Busy', Cause: 'later' } }, '2': { Return: { Payload: 2 } } },
    Refusal: { '0': { Throw: { Error: 'Refused', Cause: 'no' } } },
  },
};

describe('executions of a test case of the mock configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mocks-'));
  const mockConfig = join(folder, 'MockConfigFile.json');
  let aws: LocalAws;
  let sfn: SFNClient;
  let machine: string;

  beforeAll(async () => {
    writeFileSync(mockConfig, JSON.stringify(config));
    aws = await startLocalAws({ port: 0, mockConfig, skipWaits: true, log: () => {} });
    sfn = new SFNClient({
      endpoint: aws.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const created = await sfn.send(
      new CreateStateMachineCommand({ name: 'mocked', definition, roleArn: ROLE }),
    );
    machine = created.stateMachineArn ?? '';
  }, 30_000);
  afterAll(async () => {
    await aws.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(testCase: string) {
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: `${machine}#${testCase}` }),
    );
    return until('the execution ends', async () => {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status === 'RUNNING' ? undefined : execution;
    });
  }

  it('get the answers of its states instead of the services’', async () => {
    expect(await run('Happy')).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"Status":"SUCCEEDED"}',
      stateMachineArn: machine,
    });
  });

  it('get them attempt by attempt', async () => {
    expect(await run('BusyTwice')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('get its errors', async () => {
    expect(await run('Refused')).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'no' });
  });

  it('ask the real service where the case says nothing of a state', async () => {
    expect(await run('OnlyAsk')).toMatchObject({ status: 'FAILED', error: 'Batch.ClientException' });
  });

  it.each([
    ['Nobody', 'StateMachines.mocked.TestCases.Nobody must be there'],
    ['Misspelt', 'MockedResponses.Nothing must be there'],
  ])('do not start with the case %s: the refusal names the place', async (testCase, message) => {
    await expect(run(testCase)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });
});
