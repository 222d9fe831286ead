import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { NO_FLIGHTS } from '../src/flight-metrics.ts';
import { manifestOf, PARTIALS, RUN } from './fan-out.ts';

jest.setTimeout(120_000);

const MAIN = join(import.meta.dirname, '../src/main.ts');
const SHARDS = 2_500;
const ROUTES = 500;
/** What the program may use for its objects, in MiB: all results together are four times as much. */
const HEAP = 32;
const PAGE = 1_000;

/** As large as the results of real flights are, and one flight in each. */
const routes = Object.fromEntries(Array.from({ length: ROUTES }, (_, route) => [`AAA-${route}`, NO_FLIGHTS]));
const REST = `"origins":{},"hours":{},"routes":${JSON.stringify(routes)}}`;
const resultOf = (shard: number) =>
  `${JSON.stringify({
    ...{ run: RUN, shard, job: 'job', attempt: 1, rowGroups: String(shard) },
    rows: { ...NO_FLIGHTS, flights: 1, delaySum: shard },
  }).slice(0, -1)},${REST}`;
const nameOf = (shard: number) => `${String(shard).padStart(8, '0')}/job.1.json`;

describe(`given ${SHARDS} results, more than the heap of the merge holds`, () => {
  const written = new Map<string, string>();
  let bytes = 0;

  /** An S3 that makes its objects up. */
  const s3 = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    const [, shard] = /\/partials\/(\d+)\//.exec(pathname) ?? [];
    if (request.method === 'PUT') written.set(pathname, await text(request));
    else if (searchParams.has('list-type')) return void response.end(listing(searchParams));
    else if (shard === undefined) return void response.end(JSON.stringify(manifestOf(SHARDS)));
    else {
      const body = resultOf(Number(shard));
      bytes += body.length;
      return void response.end(body);
    }
    response.end();
  }

  function listing(query: URLSearchParams): string {
    const from = Number(query.get('continuation-token') ?? 0);
    const to = Math.min(from + PAGE, SHARDS);
    const keys = Array.from(
      { length: to - from },
      (_, index) => `${PARTIALS.slice('data/'.length)}${nameOf(from + index)}`,
    );
    const more =
      to < SHARDS
        ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${to}</NextContinuationToken>`
        : '';
    return `<ListBucketResult>${more}${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}</ListBucketResult>`;
  }

  let exitCode: number;
  let stderr: string;

  beforeAll(async () => {
    s3.listen(0, '127.0.0.1');
    await once(s3, 'listening');
    const args = [
      ...['merge', '--manifest', 's3://data/m.json', '--partials', `s3://${PARTIALS}`, '--run', RUN],
      ...['--failed', 'none', '--output', 's3://data/o/'],
    ];
    const program = spawn(process.execPath, [`--max-old-space-size=${HEAP}`, MAIN, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${(s3.address() as AddressInfo).port}`,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'id',
        AWS_SECRET_ACCESS_KEY: 'secret',
      },
    });
    [stderr, [exitCode]] = await Promise.all([text(program.stderr), once(program, 'exit')]);
  });
  afterAll(() => {
    s3.closeAllConnections();
    s3.close();
  });

  it('it merges them all', () => {
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(bytes).toBeGreaterThan(3 * HEAP * 2 ** 20);
    expect(JSON.parse(written.get('/data/o/result.json') ?? '')).toMatchObject({
      shards: { expected: SHARDS, merged: SHARDS, failed: [] },
      rows: { flights: SHARDS, delaySum: (SHARDS * (SHARDS - 1)) / 2 },
    });
  });
});
