import { BatchClient, DescribeJobsCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AwsError } from '../src/errors.ts';
import { type Endpoint, serviceOf, startEndpoint } from './front-door-fixture.ts';

let endpoint: Endpoint | undefined;
const serve = async (
  name: 'states' | 'batch' | 'lambda',
  operations: Record<string, object>,
): Promise<Endpoint> => {
  endpoint = await startEndpoint({ services: [serviceOf(name, operations)] });
  return endpoint;
};
afterEach(async () => {
  await endpoint?.close();
  endpoint = undefined;
});

/** An operation that remembers what reached it. */
function recording(output: unknown = {}) {
  const inputs: unknown[] = [];
  return {
    inputs,
    run: (input: unknown) => {
      inputs.push(input);
      return output;
    },
  };
}

const refusing = (error: unknown) => ({
  run: () => {
    throw error;
  },
});

const states = (target: string, body: string) =>
  fetch(endpoint?.door.url ?? '', {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=a/20261124/us-east-1/states/aws4_request, Signature=x',
      'x-amz-target': target,
    },
    body,
  });

describe('awsJson1_0 (Step Functions)', () => {
  it('gives the input to the operation and its output to the client, dates as dates', async () => {
    const startDate = new Date('2026-11-24T10:00:00.123Z');
    const operation = recording({ executionArn: 'arn:e', startDate });
    const { client } = await serve('states', { StartExecution: operation });
    const answer = await new SFNClient(client).send(
      new StartExecutionCommand({ stateMachineArn: 'arn:m', name: '', input: '{"é":0}' }),
    );
    expect(operation.inputs).toEqual([{ stateMachineArn: 'arn:m', name: '', input: '{"é":0}' }]);
    expect(answer).toMatchObject({ executionArn: 'arn:e', startDate });
    expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps false, zero and nested structures, and drops what the shape does not have', async () => {
    const event = { timestamp: new Date(1000), type: 'TaskFailed', id: 2, previousEventId: 0, secret: 'x' };
    const details = { resource: 'r', resourceType: 'batch', error: '', cause: '' };
    const { client } = await serve('states', {
      GetExecutionHistory: recording({
        events: [{ ...event, taskFailedEventDetails: details }],
        internal: 1,
      }),
    });
    const answer = await new SFNClient(client).send(
      new GetExecutionHistoryCommand({ executionArn: 'arn:e' }),
    );
    const { secret: _, ...visible } = event;
    expect(answer.events).toEqual([{ ...visible, taskFailedEventDetails: details }]);
    expect(answer).not.toHaveProperty('internal');
  });

  it('refuses an input without its required members in the words of AWS, counting all of them', async () => {
    const { client } = await serve('states', { CreateStateMachine: recording() });
    const incomplete = { name: 'x', tags: [{ key: 'a' }], loggingConfiguration: {} };
    const sending = new SFNClient(client).send(new CreateStateMachineCommand(incomplete as never));
    await expect(sending).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "2 validation errors detected: Value null at 'definition' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'roleArn' failed to satisfy constraint: Member must not be null",
    });
  });

  it('refuses an absent stateMachineArn as one validation error', async () => {
    const { client } = await serve('states', { StartExecution: recording() });
    await expect(new SFNClient(client).send(new StartExecutionCommand({} as never))).rejects.toThrow(
      "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null",
    );
  });

  it.each([
    [
      'a body that is not JSON',
      'AWSStepFunctions.StartExecution',
      '{"a',
      'SerializationException',
      /not JSON/,
    ],
    [
      'a number for a text',
      'AWSStepFunctions.StartExecution',
      '{"input":5}',
      'SerializationException',
      /'input'/,
    ],
    [
      'a list for the input',
      'AWSStepFunctions.StartExecution',
      '[]',
      'SerializationException',
      /START_ARRAY/,
    ],
    ['an unknown operation', 'AWSStepFunctions.Nonsense', '{}', 'UnknownOperationException', /Nonsense/],
    [
      'an operation nobody serves',
      'AWSStepFunctions.TagResource',
      '{"resourceArn":"a","tags":[]}',
      'UnknownOperationException',
      /states:TagResource/,
    ],
    ['no target at all', '', '{}', 'UnknownOperationException', /X-Amz-Target/],
  ])('answers %s with the error of its kind', async (_, target, body, code, message) => {
    await serve('states', { StartExecution: recording() });
    const answer = await states(target, body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-errortype')).toBe(code);
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await answer.json()).toEqual({ __type: code, message: expect.stringMatching(message) });
  });

  it("gives a service's refusal its code, message and further members", async () => {
    const error = new AwsError('ResourceNotFound', 'Resource not found', 400, { resourceName: 'arn:x' });
    const { client } = await serve('states', { StartExecution: refusing(error) });
    const sending = new SFNClient(client).send(new StartExecutionCommand({ stateMachineArn: 'arn:x' }));
    await expect(sending).rejects.toMatchObject({
      name: 'ResourceNotFound',
      message: 'Resource not found',
      resourceName: 'arn:x',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('tells the log, and not the client, what an unexpected error was', async () => {
    const { client, logged } = await serve('states', {
      StartExecution: refusing(new Error('secret detail')),
    });
    const sending = new SFNClient(client).send(new StartExecutionCommand({ stateMachineArn: 'arn:x' }));
    const error = await sending.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
    expect(String(error)).not.toContain('secret detail');
    expect(logged).toEqual([expect.stringContaining('secret detail')]);
  });
});

describe('restJson1 (Batch, Lambda)', () => {
  it('reads a body, deep maps and lists included', async () => {
    const operation = recording({ jobId: 'j', jobName: 'n', jobArn: 'a' });
    const { client } = await serve('batch', { SubmitJob: operation });
    const input = {
      jobName: 'n',
      jobQueue: 'q',
      jobDefinition: 'd',
      parameters: { input: 's3://b/k', empty: '' },
      containerOverrides: { environment: [{ name: 'A', value: '' }], vcpus: 0 },
      propagateTags: false,
    };
    const answer = await new BatchClient(client).send(new SubmitJobCommand(input));
    expect(operation.inputs).toEqual([input]);
    expect(answer).toMatchObject({ jobId: 'j', jobName: 'n', jobArn: 'a' });
  });

  it('names the required members that are missing inside a list', async () => {
    const { client } = await serve('batch', { DescribeJobs: recording({ jobs: [] }) });
    await expect(new BatchClient(client).send(new DescribeJobsCommand({} as never))).rejects.toThrow(
      "Value null at 'jobs' failed to satisfy constraint",
    );
  });

  it('takes a function from the path, also as an ARN, its qualifier from the query and its payload as bytes', async () => {
    const operation = recording({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      LogResult: 'bG9n',
      ExecutedVersion: '$LATEST',
      Payload: new TextEncoder().encode('{"errorMessage":"é"}'),
    });
    const { client } = await serve('lambda', { Invoke: operation });
    const FunctionName = 'arn:aws:lambda:us-east-1:123456789012:function:f';
    const answer = await new LambdaClient(client).send(
      new InvokeCommand({
        FunctionName,
        Qualifier: '1',
        InvocationType: 'RequestResponse',
        LogType: 'Tail',
        Payload: '{"a":"é"}',
      }),
    );
    expect(operation.inputs).toEqual([
      {
        FunctionName,
        Qualifier: '1',
        InvocationType: 'RequestResponse',
        LogType: 'Tail',
        Payload: Buffer.from('{"a":"é"}'),
      },
    ]);
    expect(answer).toMatchObject({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      LogResult: 'bG9n',
      ExecutedVersion: '$LATEST',
    });
    expect(answer.Payload?.transformToString()).toBe('{"errorMessage":"é"}');
  });

  it("answers an asynchronous invocation with the operation's own status and no payload", async () => {
    const operation = recording({ StatusCode: 202 });
    const { client } = await serve('lambda', { Invoke: operation });
    const answer = await new LambdaClient(client).send(
      new InvokeCommand({ FunctionName: 'f', InvocationType: 'Event' }),
    );
    expect(operation.inputs).toEqual([{ FunctionName: 'f', InvocationType: 'Event' }]);
    expect(answer.$metadata.httpStatusCode).toBe(202);
    expect(answer.Payload).toBeNull();
  });

  it('reads numbers from the query and tells operations apart by method and path', async () => {
    const list = recording({ Functions: [] });
    const remove = recording({ StatusCode: 204 });
    const tags = recording({ Tags: { a: '' } });
    const { client } = await serve('lambda', { ListFunctions: list, DeleteFunction: remove, ListTags: tags });
    const lambda = new LambdaClient(client);
    await lambda.send(new ListFunctionsCommand({ MaxItems: 0, Marker: 'm' }));
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'f' }));
    const answer = await lambda.send(
      new ListTagsCommand({ Resource: 'arn:aws:lambda:us-east-1:1:function:f' }),
    );
    expect(list.inputs).toEqual([{ MaxItems: 0, Marker: 'm' }]);
    expect(remove.inputs).toEqual([{ FunctionName: 'f' }]);
    expect(tags.inputs).toEqual([{ Resource: 'arn:aws:lambda:us-east-1:1:function:f' }]);
    expect(answer.Tags).toEqual({ a: '' });
  });

  it('tells operations apart by a constant of the query', async () => {
    const one = recording({});
    const all = recording({ ProvisionedConcurrencyConfigs: [] });
    const operations = { GetProvisionedConcurrencyConfig: one, ListProvisionedConcurrencyConfigs: all };
    const { client } = await serve('lambda', operations);
    const lambda = new LambdaClient(client);
    await lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'f' }));
    await lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName: 'f', Qualifier: '1' }));
    expect(all.inputs).toEqual([{ FunctionName: 'f' }]);
    expect(one.inputs).toEqual([{ FunctionName: 'f', Qualifier: '1' }]);
  });

  it("gives an error its shape's status and message member", async () => {
    const error = new AwsError('ResourceNotFoundException', 'Function not found: f', 400, { Type: 'User' });
    const { client } = await serve('lambda', { GetFunction: refusing(error) });
    await expect(
      new LambdaClient(client).send(new GetFunctionCommand({ FunctionName: 'f' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: f',
      Type: 'User',
      $metadata: { httpStatusCode: 404 },
    });
  });
});
