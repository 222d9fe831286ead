import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { config, gone, lambdaHarness, zip } from './lambda-harness.ts';

const arn = 'arn:aws:lambda:us-east-1:123456789012:function:f';
jest.setTimeout(30_000);
let lambda: ReturnType<typeof lambdaHarness>;

const given = (...args: Parameters<typeof lambdaHarness>) => {
  lambda = lambdaHarness(...args);
  return lambda;
};
afterEach(() => lambda.close());

describe('Invoke', () => {
  it('gives the event to an ES module handler and its answer to the caller', async () => {
    const { create, invoke } = given();
    await create('f', 'export const handler = async (event) => ({ got: event.n + 1 });');

    const answer = await invoke('f', { n: 1 });

    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST', json: { got: 2 } });
    expect(answer.FunctionError).toBeUndefined();
  });

  it('runs CommonJS handlers in folders, and a folder above the data directory does not make them ES modules', async () => {
    const { create, invoke, parts } = given();
    writeFileSync(join(parts.dataDir, 'package.json'), '{"type":"module"}');
    const code = {
      'src/app.js': "exports.run = async () => require('./word').word;",
      'src/word.js': "exports.word = 'hi';",
    };
    await create('f', code, { Handler: 'src/app.run' });

    expect((await invoke('f')).json).toBe('hi');
  });

  it.each([['f'], ['f:$LATEST'], ['123456789012:function:f'], [arn], [`${arn}:$LATEST`]])(
    'finds the function as %s',
    async (name) => {
      const { create, invoke } = given();
      await create('f', 'export const handler = async (_, context) => context.invokedFunctionArn;');

      expect((await invoke(name)).json).toBe(name.endsWith('$LATEST') ? `${arn}:$LATEST` : arn);
    },
  );

  it.each([['nobody'], ['f:blue']])('refuses %s with ResourceNotFoundException', async (name) => {
    const { create, invoke } = given();
    await create('f', 'export const handler = async () => 1;');

    await expect(invoke(name)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
      message: `Function not found: arn:aws:lambda:us-east-1:123456789012:function:${name}`,
      fields: { Type: 'User' },
    });
  });

  it('answers null for a handler that returns undefined, and gives {} to one that was sent nothing', async () => {
    const { create, invoke, run } = given();
    await create(
      'f',
      'let seen; export const handler = async (event) => { const before = seen; seen = event; return before; };',
    );

    await run('Invoke', { FunctionName: 'f' });

    expect((await invoke('f', 1)).json).toEqual({});
    await create('g', 'export const handler = async () => {};');
    expect((await invoke('g')).json).toBeNull();
  });

  it('gives the handler the context that AWS gives', async () => {
    const { create, run } = given();
    await create(
      'f',
      'export const handler = async (_, c) => ({ ...c, left: c.getRemainingTimeInMillis() });',
      { Timeout: 9 },
    );

    const { Payload } = await run('Invoke', {
      FunctionName: 'f',
      ClientContext: Buffer.from('{"custom":{"ü":1}}').toString('base64'),
    });

    const context = JSON.parse(Payload?.transformToString() ?? '');
    expect(context).toMatchObject({
      functionName: 'f',
      functionVersion: '$LATEST',
      invokedFunctionArn: arn,
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/f',
      awsRequestId: expect.stringMatching(/^request-\d+$/),
      clientContext: { custom: { ü: 1 } },
    });
    expect(context.left).toBeLessThanOrEqual(9000);
    expect(context.logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  });

  it('reports what the handler throws, with its trace, and keeps the environment', async () => {
    const { create, invoke } = given();
    await create(
      'f',
      `class Odd extends Error { name = 'Odd'; }
       export const handler = async (event) => { if (event === 'fail') throw new Odd('boom'); return process.pid; };`,
    );
    const before = await invoke('f', 'ok');

    const failed = await invoke('f', 'fail');

    expect(failed).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(failed.json).toMatchObject({
      errorType: 'Odd',
      errorMessage: 'boom',
      trace: expect.arrayContaining(['Odd: boom']),
    });
    expect((await invoke('f', 'ok')).json).toBe(before.json);
  });

  it.each([
    [
      'a missing module',
      { Handler: 'absent.handler' },
      'Runtime.ImportModuleError',
      /Cannot find module 'absent'/,
    ],
    [
      'a missing export',
      { Handler: 'index.absent' },
      'Runtime.HandlerNotFound',
      /^index.absent is undefined or not exported$/,
    ],
    ['a handler without a dot', { Handler: 'index' }, 'Runtime.MalformedHandlerName', /^Bad handler$/],
  ])('reports %s as the runtime does', async (_, settings, errorType, errorMessage) => {
    const { create, invoke } = given();
    await create('f', 'export const handler = async () => 1;', settings);

    const { FunctionError, json } = await invoke('f');

    expect(FunctionError).toBe('Unhandled');
    expect(json).toMatchObject({ errorType, errorMessage: expect.stringMatching(errorMessage) });
  });

  it('reports a module that does not parse, and one that throws while loading', async () => {
    const { create, invoke } = given();
    await create('f', 'export const handler = async ( => 1;');
    await create('g', "throw new TypeError('no config');");

    expect((await invoke('f')).json).toMatchObject({ errorType: 'Runtime.UserCodeSyntaxError' });
    expect((await invoke('g')).json).toMatchObject({ errorType: 'TypeError', errorMessage: 'no config' });
  });

  it('does not let a function import a package that is not in its zip, but for the AWS SDK', async () => {
    const { create, invoke } = given({
      dataDir: mkdtempSync(new URL('.lambda-test-', import.meta.url).pathname),
    });
    await create('f', "export const handler = async () => import('fflate');");
    await create(
      'g',
      "export const handler = async () => Object.keys(await import('@aws-sdk/client-sqs')).includes('SQSClient');",
    );

    expect((await invoke('f')).json.errorMessage).toMatch(/^Cannot find package 'fflate' imported from /);
    expect((await invoke('g')).json).toBe(true);
  });

  it.each([
    ['process.exit(3)', 'Runtime exited with error: exit status 3'],
    ['process.exit(0)', 'Runtime exited without providing a reason'],
    ["process.kill(process.pid, 'SIGTERM')", 'Runtime exited with error: signal: terminated'],
  ])(
    'reports %s in the middle as Runtime.ExitError, and the next invocation has a new process',
    async (statement, reason) => {
      const { create, invoke } = given();
      await create(
        'f',
        `export const handler = async (event) => { if (event.stay) return 1; ${statement}; await new Promise(() => {}); };`,
      );

      const { FunctionError, json } = await invoke('f');

      expect(FunctionError).toBe('Unhandled');
      expect(json.errorType).toBe('Runtime.ExitError');
      expect(json.errorMessage).toMatch(new RegExp(`^RequestId: request-\\d+ Error: ${reason}$`));
      expect((await invoke('f', { stay: true })).json).toBe(1);
    },
  );

  it('tells an exhausted heap, on which Node aborts, from any other abort', async () => {
    const { create, invoke } = given();
    await create(
      'f',
      'export const handler = async (last) => { process.stderr.write(last); process.abort(); };',
    );

    const heap = await invoke(
      'f',
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    );
    const other = await invoke('f', 'FATAL ERROR: other');

    expect(heap.json.errorType).toBe('Runtime.OutOfMemory');
    expect(other.json).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/ Error: Runtime exited with error: signal: aborted$/),
    });
  });

  it('leaves nothing running of what a function started before it exited', async () => {
    const { create, invoke, logs } = given();
    await create(
      'f',
      `import { spawn } from 'node:child_process';
       export const handler = async () => { process.stdout.write(spawn('sleep', ['60']).pid + '\\n'); process.exit(1); };`,
    );

    await invoke('f');

    await gone(Number(logs.all('/aws/lambda/f').find((line) => /^\d+$/.test(line))));
  });

  it('uses another process when a warm one has ended', async () => {
    const { create, invoke } = given();
    await create('f', 'export const handler = async () => process.pid;');
    const { json: pid } = await invoke('f');

    process.kill(pid, 'SIGKILL');
    await gone(pid);

    const { FunctionError, json } = await invoke('f');
    expect(FunctionError).toBeUndefined();
    expect(json).not.toBe(pid);
  });

  it('ends a function that runs out of time, as AWS words it', async () => {
    const { create, invoke, logs } = given();
    await create('f', 'export const handler = () => { for (;;); };', { Timeout: 1 });

    const { FunctionError, json } = await invoke('f');

    expect(FunctionError).toBe('Unhandled');
    expect(json.errorType).toBe('Sandbox.Timedout');
    expect(json.errorMessage).toMatch(/^RequestId: request-\d+ Error: Task timed out after 1.00 seconds$/);
    expect(logs.all('/aws/lambda/f').join('\n')).toMatch(
      /Z request-\d+ Task timed out after 1.00 seconds\nEND .*\nREPORT .*Status: timeout/,
    );
  });

  it.each([
    ['its heap', 'const all = []; for (;;) all.push({ n: all.length, text: String(all.length) });'],
    [
      'memory outside its heap',
      'const all = []; for (;;) { all.push(Buffer.alloc(4e6, 1)); await new Promise(setImmediate); }',
    ],
  ])(
    'reports a function that outgrows its memory in %s',
    async (_, body) => {
      const { create, invoke } = given();
      await create('f', `export const handler = async () => { ${body} };`, { Timeout: 60 });

      const { FunctionError, json } = await invoke('f');

      expect(FunctionError).toBe('Unhandled');
      expect(json.errorType).toBe('Runtime.OutOfMemory');
      expect(json.errorMessage).toMatch(
        /^RequestId: request-\d+ Error: Runtime exited with error: signal: killed$/,
      );
    },
    60_000,
  );

  it('reports an answer that has no JSON form', async () => {
    const { create, invoke } = given();
    await create('f', 'export const handler = async (kind) => (kind === "bigint" ? { n: 1n } : () => 1);');

    expect((await invoke('f', 'bigint')).json).toMatchObject({
      errorType: 'Runtime.JSONStringifyError',
      errorMessage: 'Unable to stringify response body',
    });
    expect((await invoke('f', 'function')).FunctionError).toBe('Unhandled');
  });

  it('refuses a response over 6 MB with its size, and passes one below', async () => {
    const { create, invoke } = given();
    await create('f', "export const handler = async (n) => 'x'.repeat(n);");

    const tooLarge = await invoke('f', 7_000_000);

    expect(tooLarge.FunctionError).toBe('Unhandled');
    expect(tooLarge.json).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage:
        'Response payload size (7000002 bytes) exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect((await invoke('f', 6_000_000)).json).toHaveLength(6_000_000);
  });

  it('refuses a request over 6 MB, and an Event over 1 MB', async () => {
    const { invoke } = given();

    await expect(invoke('f', 'x'.repeat(6_291_456))).rejects.toMatchObject({
      code: 'RequestEntityTooLargeException',
      status: 413,
      message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    });
    await expect(invoke('f', 'x'.repeat(1_048_576), { InvocationType: 'Event' })).rejects.toMatchObject({
      code: 'RequestEntityTooLargeException',
    });
  });

  it('refuses a payload that is not JSON', async () => {
    const { run } = given();

    await expect(run('Invoke', { FunctionName: 'f', Payload: '{' })).rejects.toMatchObject({
      code: 'InvalidRequestContentException',
      message: expect.stringContaining('Could not parse request body into json'),
    });
  });

  it('answers a DryRun with 204 and starts nothing', async () => {
    const { create, invoke, logs } = given();
    await create('f', 'export const handler = async () => 1;');

    expect(await invoke('f', {}, { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
    expect(logs.streams('/aws/lambda/f')).toEqual([]);
  });

  it('buffers what a streaming handler writes, and reports its error', async () => {
    const { create, invoke } = given();
    await create(
      'f',
      `export const handler = awslambda.streamifyResponse(async (event, stream) => {
         stream.write('"par'); if (event.fail) throw new Error('midway'); stream.end('ts"');
       });`,
    );

    expect((await invoke('f', {})).json).toBe('parts');
    expect((await invoke('f', { fail: true })).json).toMatchObject({
      errorType: 'Error',
      errorMessage: 'midway',
    });
  });

  it('asks IAM for InvokeFunction on the function, qualified as the request is', () => {
    const { service } = given();
    const ask = (input: object) => service.operations['Invoke']?.authorize?.(input as never);

    expect(ask({ FunctionName: 'f' })).toEqual({ action: 'InvokeFunction', resources: [arn] });
    expect(ask({ FunctionName: arn, Qualifier: 'blue' })).toEqual({
      action: 'InvokeFunction',
      resources: [`${arn}:blue`],
    });
  });
});

describe('a function process', () => {
  it('has the environment that AWS gives, its own variables, and nothing of the server but PATH', async () => {
    process.env['SERVER_SECRET'] = 'x';
    const { create, invoke } = given();
    await create('f', 'export const handler = async () => process.env;', {
      Environment: { Variables: { TABLE: 't', EMPTY: '' } },
    });

    const { json } = await invoke('f');
    delete process.env['SERVER_SECRET'];

    expect(json).toMatchObject({
      TABLE: 't',
      EMPTY: '',
      _HANDLER: 'index.handler',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_ACCESS_KEY_ID: 'ASIATEST',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL: config.endpoint(),
      TZ: ':UTC',
      _X_AMZN_TRACE_ID: expect.stringMatching(
        /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
      ),
    });
    expect(Object.keys(json)).not.toContain('SERVER_SECRET');
    expect(
      Object.keys(json)
        .filter((name) => !/^(AWS|LAMBDA)_/.test(name))
        .sort(),
    ).toEqual(['EMPTY', 'LANG', 'PATH', 'TABLE', 'TZ', '_HANDLER', '_X_AMZN_TRACE_ID']);
  });

  it('assumes its role as Lambda', async () => {
    const asked: unknown[] = [];
    const { create, invoke } = given({
      handlers: {
        'sts:AssumeRole': (input: unknown, { identity }) => {
          asked.push([input, identity.servicePrincipal]);
          return { Credentials: {} };
        },
      },
    });
    await create('f', 'export const handler = async () => 1;');
    await invoke('f');

    const request = { RoleArn: 'arn:aws:iam::123456789012:role/test-role', RoleSessionName: 'f-' };
    expect(asked).toEqual([
      [request, 'lambda.amazonaws.com'],
      [request, 'lambda.amazonaws.com'],
    ]);
  });

  it('logs START, what the function writes, END and REPORT, and gives the tail to who asks', async () => {
    const { create, invoke, logs } = given();
    await create(
      'f',
      "export const handler = async () => { console.log('two\\nlines'); process.stdout.write('raw\\n'); console.error('bad'); };",
    );

    const { LogResult } = await invoke('f', {}, { LogType: 'Tail' });

    const lines = logs.all('/aws/lambda/f').map((line) => line.replace(/^\d{4}-.*?Z/, 'TIME'));
    expect(lines.slice(0, 2)).toEqual([
      expect.stringMatching(/^INIT_START Runtime Version: nodejs:24/),
      'START RequestId: request-2 Version: $LATEST',
    ]);
    // Console and raw output come through different pipes; only each has an order.
    expect(lines.slice(2, -2).sort()).toEqual([
      'TIME\trequest-2\tERROR\tbad',
      'TIME\trequest-2\tINFO\ttwo\nlines',
      'raw',
    ]);
    expect(lines.slice(-2)).toEqual([
      'END RequestId: request-2',
      expect.stringMatching(
        /^REPORT RequestId: request-2\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms$/,
      ),
    ]);
    expect(Buffer.from(LogResult ?? '', 'base64').toString()).toContain('END RequestId: request-2');
  });

  it('logs JSON to the group that LoggingConfig names', async () => {
    const { create, invoke, logs } = given();
    await create('f', "export const handler = async () => console.info('hello');", {
      LoggingConfig: { LogFormat: 'JSON', LogGroup: 'mine', ApplicationLogLevel: 'INFO' },
    });

    await invoke('f');

    const lines = logs.all('mine').map((line) => JSON.parse(line));
    expect(lines.map(({ type, level }) => type ?? level)).toEqual([
      'platform.initStart',
      'platform.start',
      'INFO',
      'platform.report',
    ]);
    expect(lines[2]).toMatchObject({ message: 'hello', requestId: 'request-2' });
    expect(lines[3].record).toMatchObject({ status: 'success', metrics: { memorySizeMB: 128 } });
  });

  it('holds the clock while it works, and lets it go after', async () => {
    const { clock, create, invoke } = given();
    await create('f', 'export const handler = async () => 1;');

    const running = invoke('f');
    await Promise.resolve();
    expect(clock.held()).toBe(1);
    await running;
    expect(clock.held()).toBe(0);
  });
});

describe('zip files', () => {
  it.each([['../evil.mjs'], ['a/../../evil.mjs'], ['/etc/evil'], ['..\\evil']])(
    'refuses the entry %s',
    async (name) => {
      const { create } = given();

      await expect(create('f', { [name]: '' })).rejects.toMatchObject({
        code: 'InvalidParameterValueException',
        message: expect.stringContaining(JSON.stringify(name)),
      });
    },
  );

  it('refuses what is not a zip', async () => {
    const { run, create } = given();
    const input = { FunctionName: 'f', ZipFile: Buffer.from('PK? no') };
    await create('f', 'export const handler = async () => 1;');

    await expect(run('UpdateFunctionCode', input)).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
    });
  });

  it('takes code from S3 as the caller', async () => {
    const Body = {
      transformToByteArray: async () => zip({ 'index.mjs': "export const handler = async () => 's3';" }),
    };
    const asked: unknown[] = [];
    const { create, invoke } = given({
      handlers: {
        's3:GetObject': (input: { Bucket: string; Key: string }, { identity }) => {
          asked.push(input.Bucket, input.Key, identity.arn);
          return { Body };
        },
      },
    });
    await create('f', '', { Code: { S3Bucket: 'b', S3Key: 'k.zip' } });

    expect((await invoke('f')).json).toBe('s3');
    expect(asked).toEqual(['b', 'k.zip', 'arn:aws:iam::123456789012:root']);
  });
});
