#!/usr/bin/env node
/** `npm start`: the whole application on this machine, on 3,000,000 flights. */
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { startLocalAws } from '@batch-workflows/local';
import { Command } from 'commander';
import { appImages } from './app-images.ts';
import { uploadFlights } from './demo/flights.ts';
import { demoInputs } from './demo/inputs.ts';
import { report, type Summary } from './demo/report.ts';
import { type Run, runWorkflow } from './demo/run-workflow.ts';
import { Screen } from './demo/screen.ts';
import { packageApp, ROOT } from './package-app.ts';
import { port } from './port.ts';
import { runnerOption } from './runner-option.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { LOCAL_REGION, localCredentials, openStage } from './workflow-client/stage.ts';
import { listWorkflows } from './workflow-client/workflow.ts';

const program = new Command('npm start --')
  .description('Builds the application, starts the local AWS, and runs all workflows on 3,000,000 flights.')
  .option('--exit', 'end when the workflows have ended; at a terminal it keeps serving otherwise')
  .option('--port <port>', 'the port of the local AWS; 0 takes a free one', port, 4566)
  .option('--data-dir <dir>', 'where everything is kept', join(ROOT, '.local'))
  .option('--no-iam', 'let every role do everything')
  .addOption(runnerOption())
  .showHelpAfterError()
  .parse();
const options = program.opts<{
  exit?: boolean;
  port: number;
  dataDir: string;
  iam: boolean;
  runner: 'process' | 'docker';
}>();

const screen = new Screen();
const interrupted = untilInterrupted();

async function main(): Promise<number> {
  screen.line('Building and packaging the application …');
  await packageApp('local');
  const aws = await startLocalAws({
    port: options.port,
    dataDir: options.dataDir,
    images: appImages,
    log: (message) => screen.line(message),
    enforceQuotas: true,
    iam: options.iam,
    runner: options.runner,
  });
  try {
    const stack = await aws.load(ROOT);
    screen.line(
      `The local AWS listens on ${aws.url} with ${stack.resources.size} resources of the stack ${stack.name}.`,
    );
    const outcome = await Promise.race([runAll(aws.url, stack.outputs['DataBucketName'] ?? ''), interrupted]);
    if (typeof outcome === 'string') return 130;
    if (process.stdout.isTTY && options.exit !== true) {
      screen.line(`\nServing on ${aws.url} until Ctrl-C.`);
      await interrupted;
    }
    return outcome;
  } finally {
    await aws.stop();
  }
}

/** Runs every workflow; 0 when all succeeded. */
async function runAll(url: string, bucket: string): Promise<number> {
  const stage = openStage('local', url);
  const s3 = new S3Client({ endpoint: url, region: LOCAL_REGION, credentials: localCredentials });
  const flights = await uploadFlights(s3, bucket);
  screen.line(`The flights are at ${flights}.\n`);
  const name = `demo-${new Date().toISOString().replaceAll(/[:.]/gu, '-')}`;
  const runs = await Promise.all(
    (await listWorkflows(stage)).flatMap((workflow) => {
      const input = demoInputs[workflow.name];
      if (input === undefined) return [];
      const results = `s3://${bucket}/results/${workflow.name}/${name}/`;
      return [runWorkflow(stage, workflow, name, input(flights, results), screen)];
    }),
  );
  showResults(runs);
  return runs.length === Object.keys(demoInputs).length && runs.every(({ end }) => end.status === 'SUCCEEDED')
    ? 0
    : 1;
}

function showResults(runs: readonly Run[]): void {
  const fanOut = runs.find(({ workflow }) => workflow.name === 'fan-out-batch-jobs');
  if (fanOut?.end.output !== undefined) {
    const output = JSON.parse(fanOut.end.output) as { summary: Summary; output: string };
    screen.line(['', ...report(output.summary), '', `The whole result is in ${output.output}`].join('\n'));
  }
  screen.line('\nExecutions (look at one with the command behind it)');
  for (const { workflow, name, end } of runs) {
    screen.line(
      `  ${(end.status ?? '').padEnd(9)}  npx pnpm execution history ${workflow.name} --name ${name}`,
    );
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  screen.line(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
