import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Host, startHost } from './host.ts';
import { ended, outputOf, ROLE, run, single, start } from './machines.ts';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'elsewhere-'));
const mocks = join(folder, 'MockConfigFile.json');
let host: Host;
beforeAll(async () => {
  writeFileSync(
    mocks,
    JSON.stringify({
      StateMachines: { mocked: { TestCases: { There: { State: 'Secret' } } } },
      MockedResponses: { Secret: { '0': { Return: { SecretString: 'open sesame' } } } },
    }),
  );
  host = await startHost({ args: ['--mock-config', mocks] });
});
afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a task whose service is not in the local run', () => {
  it.each([
    ['arn:aws:states:::dynamodb:putItem', 'Dynamodb'],
    ['arn:aws:states:::ecs:runTask.sync', 'Ecs'],
    ['arn:aws:states:::aws-sdk:secretsmanager:getSecretValue', 'Secretsmanager'],
  ])('%s is taken in a definition, and fails when the execution comes to it', async (Resource, name) => {
    expect(await run(host.sfn, single({ Type: 'Task', Resource, Parameters: {} }))).toMatchObject({
      status: 'FAILED',
      error: `${name}.SdkClientException`,
      cause: expect.stringContaining('the local run has no'),
    });
  });

  it('can be mocked', async () => {
    const Resource = 'arn:aws:states:::aws-sdk:secretsmanager:getSecretValue';
    const { stateMachineArn } = await host.sfn.createStateMachine({
      name: 'mocked',
      roleArn: ROLE,
      definition: JSON.stringify(single({ Type: 'Task', Resource, Parameters: { SecretId: 's' } })),
    });
    const executionArn = await start(host.sfn, `${stateMachineArn}#There`);
    expect(outputOf(await ended(host.sfn, executionArn))).toEqual({ SecretString: 'open sesame' });
  });

  it('can be caught', async () => {
    const machine = {
      StartAt: 'Task',
      States: {
        Task: {
          Type: 'Task',
          Resource: 'arn:aws:states:::events:putEvents',
          Parameters: { Entries: [] },
          Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Pass', Result: 'caught', End: true },
      },
    };
    expect(await run(host.sfn, machine)).toMatchObject({ status: 'SUCCEEDED', output: '"caught"' });
  });
});
