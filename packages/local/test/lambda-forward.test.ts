import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { lambdaHarness } from './lambda-harness.ts';

let lambda: ReturnType<typeof lambdaHarness>;
let server: Server | undefined;
afterEach(async () => {
  await lambda.close();
  server?.close();
  server?.closeAllConnections();
  server = undefined;
});

interface Seen {
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

async function given(status: number, headers: Record<string, string>, body: string | Buffer) {
  const seen: Seen[] = [];
  const answering = createServer(async (request, response) => {
    seen.push({ request, body: Buffer.concat(await request.toArray()) });
    response.writeHead(status, headers).end(body);
  });
  server = answering;
  await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve));
  lambda = lambdaHarness({ forwardTo: `http://127.0.0.1:${(answering.address() as AddressInfo).port}` });
  return { seen, ...lambda };
}

it('forwards an invocation byte by byte, and gives the answer back', async () => {
  const answer = Buffer.from('{"weird":  1.0}');
  const { seen, run } = await given(
    200,
    { 'x-amz-executed-version': '7', 'x-amz-log-result': 'bG9n' },
    answer,
  );

  const { Payload, ...rest } = await run('Invoke', {
    FunctionName: 'far:blue',
    Payload: Buffer.from('{ "n" : 1e2 }'),
    LogType: 'Tail',
    InvocationType: 'RequestResponse',
    ClientContext: 'e30=',
  });

  expect(seen[0]?.body.toString()).toBe('{ "n" : 1e2 }');
  expect(seen[0]?.request).toMatchObject({
    method: 'POST',
    url: '/2015-03-31/functions/far%3Ablue/invocations',
  });
  expect(seen[0]?.request.headers).toMatchObject({
    'x-amz-invocation-type': 'RequestResponse',
    'x-amz-log-type': 'Tail',
    'x-amz-client-context': 'e30=',
  });
  expect(Payload?.transformToString()).toBe('{"weird":  1.0}');
  expect(rest).toEqual({
    StatusCode: 200,
    ExecutedVersion: '7',
    LogResult: 'bG9n',
    FunctionError: undefined,
  });
});

it('hands on X-Amz-Function-Error', async () => {
  const { invoke } = await given(200, { 'x-amz-function-error': 'Unhandled' }, '{"errorType":"E"}');

  expect(await invoke('far')).toMatchObject({ FunctionError: 'Unhandled', json: { errorType: 'E' } });
});

it('turns a 404 into ResourceNotFoundException', async () => {
  const { invoke } = await given(404, {}, 'no');

  await expect(invoke('far')).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Function not found: far',
  });
});

it('turns other refusals into the error they name', async () => {
  const { invoke } = await given(
    429,
    { 'x-amzn-errortype': 'TooManyRequestsException:http://x' },
    '{"Message":"slow"}',
  );

  await expect(invoke('far')).rejects.toMatchObject({
    code: 'TooManyRequestsException',
    status: 429,
    message: 'slow',
  });
});

it('says what to do when nothing answers there', async () => {
  lambda = lambdaHarness({ forwardTo: 'http://127.0.0.1:1' });

  await expect(lambda.invoke('far')).rejects.toMatchObject({
    code: 'ServiceException',
    message: expect.stringMatching(
      /^Cannot reach http:\/\/127.0.0.1:1 \(AWS_ENDPOINT_URL_LAMBDA\): .*unset the variable/,
    ),
  });
});
