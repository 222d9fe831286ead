import {
  GetFunctionConfigurationCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zipOf } from '../../scripts/zip.ts';
import { type Notifications, subscribe } from './notifications.ts';
import { runWorkflow, type WorkflowName } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

const WORKFLOWS: readonly [WorkflowName, string][] = [
  ['preprocess-batch-job', 'preprocess'],
  ['fan-out-batch-jobs', 'generate-batch-input'],
];

/** Deploys other code for a function, as a mistaken developer would. */
async function deploy({ lambda }: Host, name: string, handlerBody: string): Promise<void> {
  const FunctionName = `batch-workflows-local-${name}`;
  const code = `export const handler = async () => { ${handlerBody} };`;
  await lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf('index.mjs', Buffer.from(code)) }),
  );
}

describe.each(WORKFLOWS)('given %s, whose function %s', (workflow, name) => {
  let host: Host;
  let notifications: Notifications;

  beforeAll(async () => {
    host = await startHost({ skipWaits: true });
    notifications = await subscribe(host);
  });
  afterAll(() => host?.stop());

  const run = () => runWorkflow(host, workflow, { input: 's3://data/flights.parquet', rowGroups: '0' });

  it('throws, it fails with the name of the error, its message and the place of the log', async () => {
    await deploy(host, name, "throw Object.assign(new Error('The moon is full.'), { name: 'FullMoon' });");

    const ended = await run();

    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'FullMoon',
      cause: `Function ${name} (its log is in /aws/lambda/batch-workflows-local-${name}) failed: The moon is full.`,
    });
    expect(ended.states.slice(-2)).toEqual(['Notify failure', 'Failed']);
    expect((await notifications.next(ended)).Message).toContain(ended.cause);
  });

  it('answers rubbish, it fails with InvalidAnswer and says which package to correct', async () => {
    await deploy(host, name, "return 'rubbish';");

    const ended = await run();

    expect(ended).toMatchObject({ status: 'FAILED', error: 'InvalidAnswer' });
    expect(ended.cause).toContain(`Correct packages/${name}; its log is in`);
    expect((await notifications.next(ended)).Message).toContain(ended.cause);
  });

  it('never answers, it fails with the function’s own timeout', async () => {
    await deploy(host, name, 'setInterval(() => {}, 1000); await new Promise(() => {});');
    const FunctionName = `batch-workflows-local-${name}`;
    await host.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 1 }));
    const { Timeout } = await host.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(Timeout).toBe(1);

    const ended = await run();

    expect(ended).toMatchObject({ status: 'FAILED', error: 'Sandbox.Timedout' });
    expect(ended.cause).toContain('Task timed out after 1.00 seconds');
    expect((await notifications.next(ended)).Message).toContain(ended.cause);
  });
});
