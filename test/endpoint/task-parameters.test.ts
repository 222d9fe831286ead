import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Host, startHost } from './host.ts';
import { historyOf, outputOf, run, single } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.stop());

const task = (service: string, Parameters: object) =>
  single({ Type: 'Task', Resource: `arn:aws:states:::${service}`, Parameters });

const JOB = { JobName: 'j', JobQueue: 'q', JobDefinition: 'd' };

describe('parameters that a call does not take', () => {
  it.each([
    ['of a job', 'batch:submitJob', { ...JOB, Parameters: { year: 2001 } }, 'year'],
    [
      'in a list',
      'batch:submitJob',
      { ...JOB, ContainerOverrides: { Environment: [{ Name: 'YEAR', Value: 2001 }] } },
      'Value',
    ],
    ['of an SDK call', 'aws-sdk:sfn:startExecution', { StateMachineArn: 'arn', Input: 1 }, 'Input'],
    ['of a function', 'lambda:invoke', { FunctionName: 'f', Payload: 1 }, 'Payload'],
    ['of an SDK call to S3', 'aws-sdk:s3:getObject', { Bucket: 'b', Key: 5 }, 'Key'],
  ])('%s fail the execution before the task is scheduled', async (_, service, parameters, field) => {
    const failed = await run(host.sfn, task(service, parameters));
    expect(failed).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'State' (entered at the event id #2). The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [The value for the field '${field}' must be a STRING]`,
    });
    const events = await historyOf(host.sfn, failed.executionArn ?? '');
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'ExecutionFailed',
    ]);
  });

  it('may be any JSON where an optimized integration sends its text', async () => {
    const { QueueUrl } = await host.sqs.createQueue({ QueueName: 'any-json' });
    const sent = await run(host.sfn, task('sqs:sendMessage', { QueueUrl, MessageBody: { a: 1 } }));
    expect(sent).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('may be objects and lists for the texts of an SDK call, which sends their JSON', async () => {
    const { QueueUrl } = await host.sqs.createQueue({ QueueName: 'objects-of-sdk-calls' });
    const sent = await run(host.sfn, task('aws-sdk:sqs:sendMessage', { QueueUrl, MessageBody: { a: [1] } }));
    expect(sent).toMatchObject({ status: 'SUCCEEDED' });
    const { Messages } = await host.sqs.receiveMessage({ QueueUrl });
    expect(Messages?.[0]?.Body).toBe('{"a":[1]}');
  });

  it('may be numbers written as texts', async () => {
    const listed = await run(host.sfn, task('aws-sdk:sfn:listStateMachines', { MaxResults: '1' }));
    expect(outputOf(listed).StateMachines).toHaveLength(1);
  });

  it('keep the keys of maps, and so does the answer', async () => {
    await host.s3.createBucket({ Bucket: 'keys-of-maps' });
    const object = { Bucket: 'keys-of-maps', Key: 'k' };
    await run(host.sfn, task('aws-sdk:s3:putObject', { ...object, Metadata: { owner: 'b' } }));
    const head = await run(host.sfn, task('aws-sdk:s3:headObject', object));
    expect(outputOf(head).Metadata).toEqual({ owner: 'b' });
  });

  it('are given to an SDK call in whatever case they are written', async () => {
    const written = { Bucket: 'any-case', Key: 'k', Body: 'b', CONTENTTYPE: 'text/plain' };
    await host.s3.createBucket({ Bucket: 'any-case' });
    expect(await run(host.sfn, task('aws-sdk:s3:putObject', written))).toMatchObject({ status: 'SUCCEEDED' });
    expect((await host.s3.headObject(written)).ContentType).toBe('text/plain');
  });
});
