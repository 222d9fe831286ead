import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const MAIN = join(import.meta.dirname, '../src/main.ts');
const ARGS = ['aggregate', '--input', 's3://bucket/a', '--row-groups', '0', '--output', 's3://bucket/b'];

describe('the program', () => {
  /** An S3 that takes requests and does not answer. */
  const s3 = createServer();

  beforeEach(async () => {
    s3.listen(0, '127.0.0.1');
    await once(s3, 'listening');
  });
  afterEach(() => {
    s3.closeAllConnections();
    s3.close();
  });

  const start = (...args: string[]) =>
    spawn(process.execPath, [MAIN, ...args], {
      env: {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${(s3.address() as AddressInfo).port}`,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'id',
        AWS_SECRET_ACCESS_KEY: 'secret',
      },
    });

  it('given a wrong command line, ends with 64 and one JSON line on stderr', async () => {
    const program = start('split');
    const [stderr, [exitCode]] = await Promise.all([text(program.stderr), once(program, 'exit')]);
    expect(exitCode).toBe(64);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stderr)).toMatchObject({ level: 'error', error: 'InvalidInput' });
  });

  it('asks the S3 of its environment, with the bucket in the path', async () => {
    const program = start(...ARGS);
    const [request] = await once(s3, 'request');
    expect([request.method, request.url]).toEqual(['HEAD', '/bucket/a']);
    program.kill('SIGKILL');
    await once(program, 'exit');
  });

  it('given SIGTERM in the middle of its work, says so and ends with 143', async () => {
    const program = start(...ARGS);
    const stderr = text(program.stderr);
    await once(s3, 'request');
    program.kill('SIGTERM');
    const [exitCode] = await once(program, 'exit');
    expect(exitCode).toBe(143);
    expect(JSON.parse(await stderr)).toMatchObject({ level: 'error', error: 'Terminated', exitCode: 143 });
  });
});
