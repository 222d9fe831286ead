#!/usr/bin/env node
/**
 * Measures what a fan-out costs beyond its jobs: runs a workflow over many small shards on the local AWS, and then the
 * very commands of its jobs and its merge by `xargs -P`, and prints both times and their ratio.
 * `node scripts/measure-fan-out.ts fan-out-distributed --jobs 1000 [--rounds 1]`; with `--expose-gc`, what stays in memory.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { startLocalAws } from '@batch-workflows/local';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { flightFile } from '../test/workflows/flight-files.ts';
import { appImages } from './app-images.ts';
import { packageApp, ROOT } from './package-app.ts';
import { follow } from './workflow-client/follow.ts';
import { LOCAL_REGION, localCredentials, openStage } from './workflow-client/stage.ts';
import { findWorkflow } from './workflow-client/workflow.ts';

const positive = (text: string): number => {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('send a whole number from 1');
  return Number(text);
};
const program = new Command('measure-fan-out')
  .addArgument(
    new Argument('<workflow>').choices(['fan-out-batch-jobs', 'fan-out-distributed', 'array-batch-job']),
  )
  .option('--jobs <number>', 'how many shards, a job each', positive, 1000)
  .option('--rounds <number>', 'how often both are measured, one after the other', positive, 1)
  .parse();
const [workflowName = ''] = program.args;
const { jobs, rounds } = program.opts<{ jobs: number; rounds: number }>();

const dataDir = mkdtempSync(join(tmpdir(), 'measure-'));
await packageApp('local');
const aws = await startLocalAws({
  port: 0,
  dataDir,
  images: appImages,
  enforceQuotas: true,
  log: (message) => console.error(message),
});
try {
  const { outputs } = await aws.load(ROOT);
  const bucket = outputs['DataBucketName'] ?? '';
  const s3 = new S3Client({ endpoint: aws.url, region: LOCAL_REGION, credentials: localCredentials });
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'input/many.parquet', Body: flightFile(jobs) }));
  const input = `s3://${bucket}/input/many.parquet`;
  for (let round = 1; round <= rounds; round++) {
    const name = `measured-${round}`;
    const ours = await timed(() => runWorkflow(name, input));
    const kept = inMemory();
    const theirs = await timed(() =>
      runCommands(name, input, `s3://${bucket}/results/${workflowName}/${name}/`),
    );
    console.log(
      `${workflowName}, ${jobs} jobs: ${seconds(ours)} s; the same commands by xargs -P ${availableParallelism()}: ${seconds(theirs)} s; ratio ${(ours / theirs).toFixed(2)}${kept}`,
    );
  }
} finally {
  await aws.stop();
  rmSync(dataDir, { recursive: true });
}

async function runWorkflow(name: string, input: string): Promise<void> {
  const stage = openStage('local', aws.url);
  const { stateMachineArn } = await findWorkflow(stage, workflowName);
  const { executionArn = '' } = await stage.sfn.send(
    new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify({ input }) }),
  );
  const { status, error, cause } = await follow(stage, executionArn, () => {});
  if (status !== 'SUCCEEDED') throw new Error(`${name} ended ${status}: ${error}: ${cause}`);
}

/** The commands of the shards' jobs and of the merge, into results of their own beside the workflow's. */
async function runCommands(name: string, input: string, folder: string): Promise<void> {
  const shared = ['--manifest', `${folder}manifest.json`, '--partials', `${folder}by-xargs/`, '--run', name];
  const job = [process.execPath, join(ROOT, 'dist/job/job.mjs')];
  const shard = [...job, 'shard', ...shared, '--input', input, '--shards', '{}'];
  const numbers = Array.from({ length: jobs }, (_, number) => number).join('\n');
  await run(['xargs', '-P', String(availableParallelism()), '-I', '{}', ...shard], numbers);
  await run([...job, 'merge', ...shared, '--failed', 'none', '--output', `${folder}by-xargs-merged/`], '');
}

async function run([command = '', ...args]: readonly string[], stdin: string): Promise<void> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: LOCAL_REGION,
      AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
      AWS_BATCH_JOB_ID: 'by-xargs',
      AWS_BATCH_JOB_ATTEMPT: '1',
    },
  });
  child.stdin?.end(stdin);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ${args[1]} ended with ${code}`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What this process holds on to after a garbage collection, where it may ask for one. */
function inMemory(): string {
  if (globalThis.gc === undefined) return '';
  globalThis.gc();
  return `; ${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(1)} MiB of heap`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
