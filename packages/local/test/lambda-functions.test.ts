import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { AwsError } from '../src/errors.ts';
import { gone, lambdaHarness, role, zip } from './lambda-harness.ts';

jest.setTimeout(30_000);
const arn = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const code = (word: string) => `export const handler = async () => ${JSON.stringify(word)};`;
const harnesses: ReturnType<typeof lambdaHarness>[] = [];
const given = (...args: Parameters<typeof lambdaHarness>) => {
  const harness = lambdaHarness(...args);
  harnesses.push(harness);
  return harness;
};
afterEach(async () => {
  for (const harness of harnesses.splice(0)) await harness.close();
});

describe('CreateFunction', () => {
  it('shows the configuration as AWS does, with its defaults', async () => {
    const { create, run } = given();

    const created = await create('f', code('a'), { Tags: { team: 't' } });

    expect(created).toMatchObject({
      FunctionName: 'f',
      FunctionArn: arn,
      Role: role,
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: 3,
      MemorySize: 128,
      Version: '$LATEST',
      State: 'Active',
      LastUpdateStatus: 'Successful',
      PackageType: 'Zip',
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      TracingConfig: { Mode: 'PassThrough' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/f' },
      LastModified: '2026-11-24T00:00:00.000+0000',
    });
    expect(await run('GetFunctionConfiguration', { FunctionName: arn })).toEqual(created);
    expect(await run('GetFunction', { FunctionName: 'f' })).toMatchObject({
      Configuration: created,
      Code: { Location: expect.stringMatching(/^file:.*[0-9a-f]{64}$/) },
      Tags: { team: 't' },
    });
  });

  it('refuses a name that is taken', async () => {
    const { create } = given();
    await create('f', code('a'));

    await expect(create('f', code('b'))).rejects.toMatchObject({
      code: 'ResourceConflictException',
      status: 409,
      message: 'Function already exist: f',
    });
  });

  it.each([
    ['Timeout', { Timeout: 901 }, 'ValidationException', "Value '901' at 'timeout'"],
    ['MemorySize', { MemorySize: 64 }, 'ValidationException', 'greater than or equal to 128'],
    ['Role', { Role: 'me' }, 'ValidationException', "Value 'me' at 'role'"],
    [
      'Runtime',
      { Runtime: 'python3.13' as const },
      'InvalidParameterValueException',
      'use one of nodejs22.x, nodejs24.x',
    ],
    ['Layers', { Layers: ['arn:layer'] }, 'InvalidParameterValueException', 'bundle their content'],
    [
      'DeadLetterConfig',
      { DeadLetterConfig: { TargetArn: 'q' } },
      'InvalidParameterValueException',
      'DeadLetterConfig is not supported',
    ],
    ['Publish', { Publish: true }, 'InvalidParameterValueException', 'Publish is not supported'],
    ['Code', { Code: {} }, 'InvalidParameterValueException', 'Code.ZipFile'],
    [
      'reserved variables',
      { Environment: { Variables: { AWS_REGION: 'x', _HANDLER: 'y', OK_: 'z' } } },
      'InvalidParameterValueException',
      'Reserved keys used in this request: AWS_REGION, _HANDLER',
    ],
    ['variable names', { Environment: { Variables: { '1x': '' } } }, 'ValidationException', "Value '1x'"],
    [
      'variables over 4 KB',
      { Environment: { Variables: { BIG: 'x'.repeat(4096) } } },
      'InvalidParameterValueException',
      '4KB',
    ],
  ])('refuses %s that AWS, or this Lambda, does not take', async (_, settings, name, text) => {
    const { create } = given();

    await expect(create('f', code('a'), settings)).rejects.toMatchObject({
      code: name,
      message: expect.stringContaining(text),
    });
  });

  it('refuses a role that does not trust Lambda', async () => {
    const { create } = given({
      handlers: {
        'sts:AssumeRole': () => {
          throw new AwsError('AccessDenied', 'no', 403);
        },
      },
    });

    await expect(create('f', code('a'))).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: 'The role defined for the function cannot be assumed by Lambda.',
    });
  });
});

describe('a changed function', () => {
  it('runs its new code, and its old environment ends', async () => {
    const { create, invoke, run } = given();
    await create('f', 'export const handler = async () => process.pid;');
    const { json: pid } = await invoke('f');

    await run('UpdateFunctionCode', { FunctionName: 'f', ZipFile: zip({ 'index.mjs': code('new') }) });

    expect((await invoke('f')).json).toBe('new');
    await gone(pid);
  });

  it('finishes what an old environment was working on', async () => {
    const { create, invoke, run, logs } = given();
    await create(
      'f',
      "export const handler = async () => { console.log('in'); await new Promise((r) => setTimeout(r, 200)); return 'old'; };",
    );
    const running = invoke('f');
    while (!logs.all('/aws/lambda/f').some((line) => line.endsWith('in')))
      await new Promise((r) => setTimeout(r, 5));

    await run('UpdateFunctionCode', { FunctionName: 'f', ZipFile: zip({ 'index.mjs': code('new') }) });

    expect((await running).json).toBe('old');
    expect((await invoke('f')).json).toBe('new');
  });

  it('has its new variables, keeps what was not named, and has a new revision', async () => {
    const { create, invoke, run } = given();
    const before = await create('f', 'export const handler = async () => process.env.WORD;', { Timeout: 7 });

    const after = await run('UpdateFunctionConfiguration', {
      FunctionName: 'f',
      Environment: { Variables: { WORD: 'x' } },
    });

    expect(after).toMatchObject({ Timeout: 7, Environment: { Variables: { WORD: 'x' } } });
    expect(after.RevisionId).not.toBe(before.RevisionId);
    expect((await invoke('f')).json).toBe('x');
    await expect(
      run('UpdateFunctionConfiguration', { FunctionName: 'f', RevisionId: before.RevisionId }),
    ).rejects.toMatchObject({ code: 'PreconditionFailedException', status: 412 });
  });

  it('is not found once it is deleted', async () => {
    const { create, invoke, run } = given();
    await create('f', code('a'));
    await invoke('f');

    await run('DeleteFunction', { FunctionName: 'f' });

    await expect(invoke('f')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    await expect(run('DeleteFunction', { FunctionName: 'f' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('is there after a restart, with its code and reserved concurrency', async () => {
    const first = given();
    await first.create('f', code('kept'));
    await first.run('PutFunctionConcurrency', { FunctionName: 'f', ReservedConcurrentExecutions: 2 });
    await first.service.stop?.();

    const second = given({ store: first.parts.store, dataDir: first.parts.dataDir });

    expect((await second.invoke('f')).json).toBe('kept');
    expect(await second.run('GetFunction', { FunctionName: 'f' })).toMatchObject({
      Concurrency: { ReservedConcurrentExecutions: 2 },
    });
  });
});

it('ListFunctions pages by name', async () => {
  const { create, run } = given();
  for (const name of ['c', 'a', 'b']) await create(name, code(name));

  const first = await run('ListFunctions', { MaxItems: 2 });
  const second = await run('ListFunctions', { MaxItems: 2, Marker: first.NextMarker });

  expect(
    [first, second].map(({ Functions = [] }) => Functions.map(({ FunctionName }) => FunctionName)),
  ).toEqual([['a', 'b'], ['c']]);
  expect(second.NextMarker).toBeUndefined();
});

it('AddPermission keeps a statement once', async () => {
  const { create, run } = given();
  await create('f', code('a'));
  const permission = {
    FunctionName: 'f',
    StatementId: 's',
    Action: 'lambda:InvokeFunction',
    Principal: 'sns.amazonaws.com',
    SourceArn: 'arn:t',
  };

  const { Statement } = await run('AddPermission', permission);

  expect(JSON.parse(Statement ?? '')).toEqual({
    Sid: 's',
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: arn,
    Condition: { ArnLike: { 'AWS:SourceArn': 'arn:t' } },
  });
  await expect(run('AddPermission', permission)).rejects.toMatchObject({ code: 'ResourceConflictException' });

  await run('RemovePermission', { FunctionName: 'f', StatementId: 's' });
  await expect(run('RemovePermission', { FunctionName: 'f', StatementId: 's' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
  await run('AddPermission', permission);
});

it('DeleteFunctionConcurrency gives a function its share of the account again', async () => {
  const { create, run } = given();
  await create('f', code('a'));
  await run('PutFunctionConcurrency', { FunctionName: 'f', ReservedConcurrentExecutions: 2 });
  await run('DeleteFunctionConcurrency', { FunctionName: 'f' });
  expect(await run('GetFunction', { FunctionName: 'f' })).not.toHaveProperty('Concurrency');
});
