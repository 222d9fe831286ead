import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetReadObjects } from 'hyparquet';
import { uploadFlights } from '../../scripts/demo/flights.ts';
import { ROOT } from '../../scripts/package-app.ts';
import { readJson } from './objects.ts';
import { runWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

/** Where the demo's flights come from. */
const FILE = join(ROOT, 'node_modules/vega-datasets/data/flights-3m.parquet');

describe('given the 3,000,000 flights of the demo', () => {
  let host: Host;

  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host?.stop());

  it('when they are fanned out, the result is what reading the file as a whole gives', async () => {
    const input = await uploadFlights(host.s3, host.output('DataBucketName'));

    const ended = await runWorkflow(host, 'fan-out-batch-jobs', { input });

    expect(ended.status).toBe('SUCCEEDED');
    const result = await readJson(host, ended.output.output);
    expect(result.rows).toEqual(await readWhole());
    expect(result.rows.flights).toBe(3_000_000);
    expect(Object.keys(result.origins)).toHaveLength(229);
    expect(Object.keys(result.routes)).toHaveLength(3399);
    expect(result.shards).toEqual({ expected: 11, merged: 11, failed: [] });
  });
});

/** The totals by a plain reading of all rows, with nothing of the job's code. */
async function readWhole() {
  const { buffer, byteOffset, byteLength } = readFileSync(FILE);
  const rows = await parquetReadObjects({
    file: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer,
    columns: ['delay', 'distance'],
    compressors: { ZSTD: (page) => new Uint8Array(zstdDecompressSync(page)) },
  });
  const total = {
    flights: 0,
    delaySum: 0,
    delayMin: Infinity,
    delayMax: -Infinity,
    delayed15: 0,
    distanceSum: 0,
  };
  for (const row of rows) {
    const delay = Number(row['delay']);
    total.flights++;
    total.delaySum += delay;
    total.delayMin = Math.min(total.delayMin, delay);
    total.delayMax = Math.max(total.delayMax, delay);
    if (delay >= 15) total.delayed15++;
    total.distanceSum += Number(row['distance']);
  }
  return total;
}
