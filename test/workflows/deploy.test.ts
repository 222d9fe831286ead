/** The real `serverless deploy --stage local`, against the local AWS: the same command, the same bytes as on AWS. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { copyApplication, runServerless } from '../packaged-template.ts';
import { runWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

let host: Host;
let application: ReturnType<typeof copyApplication>;
beforeAll(async () => {
  application = copyApplication();
  host = await startHost();
});
afterAll(async () => {
  await host.stop();
  application.remove();
});

const serverless = (command: string) =>
  runServerless(application.folder, [command, '--stage', 'local', '--verbose'], {
    AWS_ENDPOINT_URL: host.url,
  });

const timeoutOf = async (FunctionName: string) =>
  (await host.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).Timeout;

/** Changes a file of the application; gives what changes it back. */
function change(file: string, from: string | RegExp, to: string): () => void {
  const path = join(application.folder, file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} has nothing that the test means to change`);
  writeFileSync(path, after);
  return () => writeFileSync(path, before);
}

it('a deploy updates what runs, and only what has changed', async () => {
  change('serverless.yml', 'timeout: 10\n', 'timeout: 17\n');
  const said = serverless('deploy');
  expect(said).toContain('UPDATE_COMPLETE - AWS::Lambda::Function - PreprocessLambdaFunction');
  expect(said).not.toContain('AWS::StepFunctions::StateMachine');
  expect(await timeoutOf('batch-workflows-local-preprocess')).toBe(17);
  expect(serverless('info')).toContain('batch-workflows-local-preprocess');
});

it('a deploy that fails says why, and leaves what runs as it was', async () => {
  const undo = [
    change('serverless.yml', 'timeout: 17\n', 'timeout: 18\n'),
    change('statemachines/callback.asl.json', /"StartAt": "[^"]+"/u, '"StartAt": "Nowhere"'),
  ];
  expect(() => serverless('deploy')).toThrow(/UPDATE_FAILED: CallbackStateMachine.*Nowhere/su);
  for (const each of undo) each();
  expect(await timeoutOf('batch-workflows-local-preprocess')).toBe(17);
});

it('a remove leaves nothing, and a deploy makes all of it again, which runs', async () => {
  serverless('remove');
  expect((await host.sfn.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
  expect((await host.s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  expect((await host.sqs.send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);

  expect(serverless('deploy')).toContain('CREATE_COMPLETE - AWS::CloudFormation::Stack');
  const Bucket = host.output('DataBucketName');
  await host.s3.send(new PutObjectCommand({ Bucket, Key: 'input/thing', Body: 'thing' }));
  const request = { type: 'checksum', input: `s3://${Bucket}/input/thing` };
  expect(await runWorkflow(host, 'callback', { request })).toMatchObject({ status: 'SUCCEEDED' });
});
