import { randomUUID } from 'node:crypto';
import {
  type CreateFunctionCommandInput,
  ResourceConflictException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { zipOf } from '../../scripts/zip.ts';
import { ACCOUNT, type Clients, REGION, ROLE } from './clients.ts';
import { createFunction } from './functions.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, ended, historyOf, outputOf, run, single, start } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
let sfn: Clients['sfn'];
let lambda: Clients['lambda'];
beforeAll(async () => {
  host = await startHost();
  ({ sfn, lambda } = host);
});
afterAll(() => host.stop());

const invokeState = (FunctionName: string, fields: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName, 'Payload.$': '$' },
  ...fields,
});
const greet = 'return { greeting: `hello ${event.name}` };';

/** A function from the body of its handler. */
const functionOf = (body: string, more: Partial<CreateFunctionCommandInput> = {}) =>
  createFunction(lambda, `function-${randomUUID()}`, body, more);

describe('a function from a zip', () => {
  it('answers an invocation', async () => {
    const FunctionName = await functionOf(greet);
    const answer = await lambda.invoke({ FunctionName, Payload: Buffer.from('{"name": "you"}') });
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.FunctionError).toBeUndefined();
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toEqual({ greeting: 'hello you' });
  });

  it('answers by its new code after an update', async () => {
    const FunctionName = await functionOf(greet);
    await lambda.invoke({ FunctionName, Payload: Buffer.from('{}') });
    await lambda.updateFunctionCode({
      FunctionName,
      ZipFile: zipOf('index.mjs', Buffer.from('export const handler = () => "new";')),
    });
    const answer = await lambda.invoke({ FunctionName });
    expect(answer.Payload?.transformToString()).toBe('"new"');
  });

  it("sees its environment and its role's credentials, and nothing of the host's", async () => {
    const FunctionName = await functionOf(
      'return { given: process.env.GIVEN, home: process.env.HOME ?? null, name: process.env.AWS_LAMBDA_FUNCTION_NAME, key: process.env.AWS_ACCESS_KEY_ID };',
      { FunctionName: 'environment', Environment: { Variables: { GIVEN: 'yes' } } },
    );
    const answer = await lambda.invoke({ FunctionName });
    const seen = JSON.parse(answer.Payload?.transformToString() ?? '');
    expect(seen).toMatchObject({ given: 'yes', name: 'environment', key: expect.stringMatching(/^ASIA/u) });
    expect(seen.home).not.toBe(process.env['HOME']);
  });

  it('cannot be created twice, and is not there when nobody created it', async () => {
    await functionOf(greet, { FunctionName: 'twice' });
    await expect(functionOf(greet, { FunctionName: 'twice' })).rejects.toBeInstanceOf(
      ResourceConflictException,
    );
    await expect(lambda.invoke({ FunctionName: 'nobody' })).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(lambda.getFunction({ FunctionName: 'nobody' })).rejects.toBeInstanceOf(
      ResourceNotFoundException,
    );
  });

  it("may call the endpoint with the SDK's own variables", async () => {
    const FunctionName = await functionOf(`const url = process.env.AWS_ENDPOINT_URL;
        const answer = await fetch(url, { method: 'POST', headers: {
          authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20261124/' + process.env.AWS_REGION + '/sts/aws4_request, SignedHeaders=host, Signature=0',
          'content-type': 'application/x-www-form-urlencoded',
          'x-amz-security-token': process.env.AWS_SESSION_TOKEN,
        }, body: 'Action=GetCallerIdentity&Version=2011-06-15' });
        return await answer.text();`);
    const answer = await lambda.invoke({ FunctionName });
    expect(answer.Payload?.transformToString()).toContain(
      `arn:aws:sts::${ACCOUNT}:assumed-role/${ROLE.split('/')[1]}/`,
    );
  });
});

describe('a Task that calls a function', () => {
  it('by lambda:invoke gets its answer as Payload', async () => {
    const end = await run(sfn, single(invokeState(await functionOf(greet))), { name: 'you' });
    expect(outputOf(end)).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: { greeting: 'hello you' },
      SdkHttpMetadata: { HttpStatusCode: 200 },
      StatusCode: 200,
    });
  });

  it('by aws-sdk:lambda:invoke gets its answer as text', async () => {
    const Resource = 'arn:aws:states:::aws-sdk:lambda:invoke';
    const end = await run(sfn, single({ ...invokeState(await functionOf(greet)), Resource }), {
      name: 'you',
    });
    expect(outputOf(end)).toMatchObject({ Payload: '{"greeting":"hello you"}', StatusCode: 200 });
  });

  it('by its ARN gets its answer itself, with events of its own', async () => {
    const Resource = await functionOf(greet);
    const executionArn = await start(sfn, await createMachine(sfn, single({ Type: 'Task', Resource })), {
      name: 'you',
    });
    expect(outputOf(await ended(sfn, executionArn))).toEqual({ greeting: 'hello you' });
    expect((await historyOf(sfn, executionArn)).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it.each(['by lambda:invoke', 'by its ARN'])(
    'fails with the error that the function throws: %s',
    async (way) => {
      const arn = await functionOf(
        'throw Object.assign(new Error("out of paper"), { name: "PrinterError" });',
      );
      const state = way === 'by its ARN' ? { Type: 'Task', Resource: arn } : invokeState(arn);
      const end = await run(sfn, single(state));
      expect(end).toMatchObject({ status: 'FAILED', error: 'PrinterError' });
      expect(JSON.parse(end.cause ?? '')).toMatchObject({
        errorType: 'PrinterError',
        errorMessage: 'out of paper',
        trace: expect.any(Array),
      });
    },
  );

  it('catches an error by its name', async () => {
    const arn = await functionOf('throw Object.assign(new Error("later"), { name: "NotYet" });');
    const end = await run(sfn, {
      StartAt: 'State',
      States: {
        State: {
          ...invokeState(arn),
          End: true,
          Catch: [{ ErrorEquals: ['NotYet'], Next: 'Caught', ResultPath: '$.error' }],
        },
        Caught: { Type: 'Succeed', OutputPath: '$.error.Error' },
      },
    });
    expect(outputOf(end)).toBe('NotYet');
  });

  it('fails with Sandbox.Timedout when the function takes longer than its timeout', async () => {
    const arn = await functionOf('return new Promise(() => { setTimeout(() => {}, 60_000); });', {
      Timeout: 1,
    });
    const end = await run(sfn, single(invokeState(arn)));
    expect(end).toMatchObject({ status: 'FAILED', error: 'Sandbox.Timedout' });
    expect(JSON.parse(end.cause ?? '').errorMessage).toMatch(/Task timed out after 1\.00 seconds/u);
  });

  it("fails with Runtime.ExitError when the function's process ends", async () => {
    const arn = await functionOf('process.exit(7);');
    expect(await run(sfn, single(invokeState(arn)))).toMatchObject({
      status: 'FAILED',
      error: 'Runtime.ExitError',
    });
  });

  it("fails with the runtime's error when the answer cannot be JSON", async () => {
    const arn = await functionOf('return 10n;');
    const end = await run(sfn, single(invokeState(arn)));
    expect(end.status).toBe('FAILED');
    expect(JSON.parse(end.cause ?? '').errorMessage).toMatch(/Unable to stringify response body/u);
  });

  it.each(['by lambda:invoke', 'by its ARN'])(
    'fails with Lambda.ResourceNotFoundException where there is none: %s',
    async (way) => {
      const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:nobody`;
      const state = way === 'by its ARN' ? { Type: 'Task', Resource: arn } : invokeState(arn);
      const end = await run(sfn, single(state));
      expect(end).toMatchObject({ status: 'FAILED', error: 'Lambda.ResourceNotFoundException' });
      expect(end.cause).toContain(
        '(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException;',
      );
    },
  );

  it('fails when the answer is larger than 256 KiB', async () => {
    const arn = await functionOf('return "x".repeat(300_000);');
    expect(await run(sfn, single(invokeState(arn)))).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });
});
