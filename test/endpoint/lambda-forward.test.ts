import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import { ACCOUNT, REGION } from './clients.ts';
import { startHost } from './host.ts';
import { outputOf, run, single } from './machines.ts';

jest.setTimeout(60_000);

describe('with AWS_ENDPOINT_URL_LAMBDA in its environment', () => {
  it('the local AWS sends invocations there', async () => {
    const asked: { url: string | undefined; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        asked.push({ url: request.url, body });
        const fails = body.includes('fail');
        response.writeHead(200, {
          'content-type': 'application/json',
          'x-amz-executed-version': '$LATEST',
          ...(fails ? { 'x-amz-function-error': 'Unhandled' } : {}),
        });
        response.end(
          JSON.stringify(fails ? { errorType: 'Elsewhere', errorMessage: 'no' } : { from: 'elsewhere' }),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const forwarding = await startHost({
      environment: {
        AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${port}`,
      },
    });
    try {
      const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:there`;
      const definition = single({
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: arn, 'Payload.$': '$' },
      });

      expect(outputOf(await run(forwarding.sfn, definition, { a: 1 })).Payload).toEqual({
        from: 'elsewhere',
      });
      expect(await run(forwarding.sfn, definition, { fail: true })).toMatchObject({
        status: 'FAILED',
        error: 'Elsewhere',
      });

      expect(asked).toHaveLength(2);
      expect(decodeURIComponent(asked[0]?.url ?? '')).toBe(`/2015-03-31/functions/${arn}/invocations`);
      expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ a: 1 });
    } finally {
      await forwarding.stop();
      server.close();
    }
  });
});
