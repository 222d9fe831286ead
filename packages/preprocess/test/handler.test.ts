import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';

// In development mode the logger writes to the console, where a test can see it.
process.env['POWERTOOLS_DEV'] = 'true';
process.env['DATA_BUCKET'] = 'data-bucket';
const { handler } = await import('../src/handler.ts');

const context = { functionName: 'preprocess', awsRequestId: 'request-1' } as Context;
const request = { input: 's3://data-bucket/input/flights.parquet', rowGroups: '0-3' };
const call = (event: unknown) => handler(event, context);

describe('preprocess', () => {
  const log = jest.spyOn(console, 'info');

  beforeEach(() => {
    log.mockImplementation(() => undefined);
  });
  afterEach(() => {
    log.mockReset();
    process.env['DATA_BUCKET'] = 'data-bucket';
  });

  it('given a request, returns a job with a flat map of texts, as Batch demands', async () => {
    expect(await call({ executionName: 'run-1', request })).toEqual({
      jobName: 'run-1',
      parameters: {
        input: 's3://data-bucket/input/flights.parquet',
        rowGroups: '0-3',
        output: 's3://data-bucket/results/preprocess-batch-job/run-1/partial.json',
      },
      environment: [{ Name: 'EXECUTION_NAME', Value: 'run-1' }],
    });
  });

  it('given an output, keeps it', async () => {
    const output = 's3://other-bucket/a.json';
    const { parameters } = await call({ executionName: 'run-1', request: { ...request, output } });
    expect(parameters.output).toBe(output);
  });

  it.each([
    [[0], '0'],
    [[5, 0, 1, 2], '0-2,5'],
    ['0, 2,1', '0-2'],
  ])('given row groups as %j, passes them as %j', async (rowGroups, passed) => {
    const { parameters } = await call({ executionName: 'run-1', request: { ...request, rowGroups } });
    expect(parameters.rowGroups).toBe(passed);
  });

  it('given the same event twice, returns the same job', async () => {
    const event = { executionName: 'run-1', request };
    expect(await call(event)).toEqual(await call(event));
  });

  it.each([
    ['run.1:a', 'run-1-a'],
    ['_run', 'job-_run'],
    ['ünï', 'job--n-'],
    ['x'.repeat(200), 'x'.repeat(128)],
  ])('given an execution named %j, names the job %j, which Batch allows', async (executionName, jobName) => {
    const job = await call({ executionName, request });
    expect(job.jobName).toBe(jobName);
    expect(job.jobName).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/);
    expect(job.environment).toEqual([{ Name: 'EXECUTION_NAME', Value: executionName }]);
  });

  it.each([
    ['no input', { rowGroups: '0' }, 'request.input: found nothing; send an object as "s3://<bucket>/<key>"'],
    [
      'an input that is no S3 URI',
      { ...request, input: '/tmp/a' },
      'request.input: found "/tmp/a"; send an object',
    ],
    [
      'an input that is a prefix',
      { ...request, input: 's3://bucket/a/' },
      'request.input: found "s3://bucket/a/"',
    ],
    ['an input that is a number', { ...request, input: 7 }, 'request.input: found 7;'],
    [
      'no row groups',
      { input: request.input },
      'request.rowGroups: found nothing; send row groups counted from 0',
    ],
    [
      'row groups that run backwards',
      { ...request, rowGroups: '3-1' },
      'request.rowGroups: found "3-1" (3-1 runs backwards)',
    ],
    ['an empty list of row groups', { ...request, rowGroups: [] }, 'request.rowGroups: '],
    ['half a row group', { ...request, rowGroups: [0.5] }, 'request.rowGroups'],
    ['a row group twice', { ...request, rowGroups: [1, 1] }, 'row group 1 is named twice'],
    [
      'an output that is no S3 URI',
      { ...request, output: 'out' },
      'request.output: found "out"; send an object',
    ],
    ['no request', undefined, 'request: found nothing; send {"input": "s3://…", "rowGroups": "0-3"}'],
    ['a request that is a text', 'go', 'request: found "go"; send {"input"'],
  ])('given %s, fails with InvalidInput and what to send', async (_, wrong, text) => {
    await expect(call({ executionName: 'run-1', request: wrong })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining(text),
    });
  });

  it('given several mistakes, names them all', async () => {
    const wrong = call({ executionName: 'run-1', request: { input: 'a', rowGroups: 'b', output: 'c' } });
    await expect(wrong).rejects.toThrow(/request\.input: .*; request\.rowGroups: .*; request\.output: /);
  });

  it('given no DATA_BUCKET, says where to set it', async () => {
    process.env['DATA_BUCKET'] = '';
    await expect(call({ executionName: 'run-1', request })).rejects.toThrow(
      'DATA_BUCKET is not set: give it to the function in serverless.yml',
    );
  });

  it('logs the execution and the request id, but not the event', async () => {
    await call({ executionName: 'run-1', request: { ...request, note: 'confidential' } });
    const line = String(log.mock.calls[0]?.[0]);
    expect(JSON.parse(line)).toMatchObject({ executionName: 'run-1', function_request_id: 'request-1' });
    expect(line).not.toContain('confidential');
    expect(line).not.toContain('flights.parquet');
  });
});
