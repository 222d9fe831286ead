import { request } from 'node:http';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startFrontDoor } from '../src/front-door.ts';
import { type Endpoint, type EndpointOptions, serviceOf, startEndpoint } from './front-door-fixture.ts';

let endpoint: Endpoint | undefined;
const start = async (options: EndpointOptions = {}): Promise<Endpoint> => {
  endpoint = await startEndpoint(options);
  return endpoint;
};
afterEach(async () => {
  await endpoint?.close();
  endpoint = undefined;
});

const listing = serviceOf('states', { ListStateMachines: { run: () => ({ stateMachines: [] }) } });
const scope = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=a/20261124/us-east-1/${service}/aws4_request, Signature=x`;
const list = {
  authorization: scope('states'),
  'x-amz-target': 'AWSStepFunctions.ListStateMachines',
};

/** Also with headers that fetch would not let one set. */
const post = ({ door }: Endpoint, headers: Record<string, string>, path = '/') =>
  new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const sent = request(`${door.url}${path}`, { method: 'POST', headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
      sent.on('error', reject);
      sent.end('{}');
    },
  );

describe('routing', () => {
  it('takes a request to the service in the credential scope', async () => {
    const answer = await post(await start({ services: [listing] }), list);
    expect(answer).toMatchObject({ status: 200, body: '{"stateMachines":[]}' });
  });

  it('names a service that it has not, and those it has', async () => {
    const answer = await post(await start({ services: [listing] }), {
      ...list,
      authorization: scope('events'),
    });
    expect(answer.status).toBe(404);
    expect(answer.body).toContain(
      "The service 'events' is not served by this endpoint, which has: states, sts",
    );
  });

  it('asks an unsigned request for credentials', async () => {
    const answer = await post(await start({ services: [listing] }), {});
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toEqual({
      __type: 'MissingAuthenticationToken',
      message: expect.stringContaining('AWS_ACCESS_KEY_ID'),
    });
  });

  it('offers an unsigned request to whoever serves pages', async () => {
    const opened = await start({
      unsigned: ({ url }, response) => {
        if (url !== '/page') return false;
        response.end('hello');
        return true;
      },
    });
    expect((await post(opened, {}, '/page')).body).toBe('hello');
    expect((await post(opened, {}, '/other')).status).toBe(403);
  });

  it('takes presigned requests for S3 only: any web page could send another', async () => {
    const query = new URLSearchParams({ 'X-Amz-Credential': 'a/20261124/us-east-1/states/aws4_request' });
    const answer = await post(
      await start({ services: [listing] }),
      { 'x-amz-target': list['x-amz-target'] },
      `/?${query}`,
    );
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('Presigned requests are served for S3 only');
  });
});

describe('web pages', () => {
  it.each(['127.0.0.1:4566', 'localhost:4566', 'localhost', '[::1]:4566', 'bucket.localhost:4566'])(
    'accepts the host %s',
    async (host) => {
      expect(await post(await start({ services: [listing] }), { ...list, host })).toMatchObject({
        status: 200,
      });
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:4566', '192.168.0.1'])(
    'refuses the host %s',
    async (host) => {
      const answer = await post(await start({ services: [listing] }), { ...list, host });
      expect(answer.status).toBe(403);
      expect(answer.body).toContain(`the Host header '${host}'`);
    },
  );

  it.each(['https://evil.example', 'null'])('refuses the origin %s', async (origin) => {
    expect(await post(await start({ services: [listing] }), { ...list, origin })).toMatchObject({
      status: 403,
    });
  });

  it("accepts the origin of this machine's own pages, and never says that others may read", async () => {
    const answer = await post(await start({ services: [listing] }), {
      ...list,
      origin: 'http://localhost:4566',
    });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('the connection', () => {
  it('aborts the signal of an operation whose client has gone', async () => {
    const called = Promise.withResolvers<AbortSignal>();
    const waiting = {
      run: (_: unknown, { signal }: { signal: AbortSignal }) => {
        called.resolve(signal);
        return new Promise(() => {});
      },
    };
    const { client } = await start({ services: [serviceOf('states', { ListStateMachines: waiting })] });
    const leaving = new AbortController();
    const sending = new SFNClient(client).send(new ListStateMachinesCommand({}), {
      abortSignal: leaving.signal,
    });
    const signal = await called.promise;
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
    leaving.abort();
    await expect(sending).rejects.toThrow();
    await aborted;
    expect(signal.aborted).toBe(true);
  });

  it('does not call an answered request aborted', async () => {
    const signals: AbortSignal[] = [];
    const noting = {
      run: (_: unknown, { signal }: { signal: AbortSignal }) => {
        signals.push(signal);
        return { stateMachines: [] };
      },
    };
    const { client, close } = await start({ services: [serviceOf('states', { ListStateMachines: noting })] });
    await new SFNClient(client).send(new ListStateMachinesCommand({}));
    await close();
    expect(signals.map((signal) => signal.aborted)).toEqual([false]);
  });

  it('ends requests under way when it closes', async () => {
    const called = Promise.withResolvers<void>();
    const waiting = {
      run: () => {
        called.resolve();
        return new Promise(() => {});
      },
    };
    const opened = await start({ services: [serviceOf('states', { ListStateMachines: waiting })] });
    const sending = post(opened, list);
    const ended = expect(sending).rejects.toThrow();
    await called.promise;
    await opened.door.close();
    await ended;
  });

  it('says which port is taken and what to do', async () => {
    const { door } = await start();
    const port = Number(new URL(door.url).port);
    const again = startFrontDoor({ ...({} as Parameters<typeof startFrontDoor>[0]), port });
    await expect(again).rejects.toThrow(new RegExp(`port ${port} .*in use.*--port`));
  });
});

describe('a call that fails on purpose', () => {
  it('is refused as the service would, and only so often; S3 writes its own error', async () => {
    const endpoint = await start({
      services: [listing],
      withMessaging: true,
      faults: [
        {
          fault: 'failing-call',
          operation: 'states:List*',
          code: 'ThrottlingException',
          message: 'Rate exceeded',
          times: 1,
        },
        {
          fault: 'failing-call',
          operation: 's3:ListBuckets',
          code: 'SlowDown',
          message: 'Please reduce your request rate.',
          times: 1,
        },
      ],
    });
    const sfn = new SFNClient(endpoint.client);
    const s3 = new S3Client({ ...endpoint.client, forcePathStyle: true });
    const machines = () => sfn.send(new ListStateMachinesCommand({}));
    const buckets = () => s3.send(new ListBucketsCommand({}));
    await expect(machines()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
    expect((await machines()).stateMachines).toEqual([]);
    await expect(buckets()).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
    expect((await buckets()).Buckets).toEqual([]);
  });
});
