#!/usr/bin/env node
/** `pnpm local`: the local AWS with the application loaded, until Ctrl-C. */
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '@batch-workflows/local';
import { Command, Option } from 'commander';
import { appImages } from './app-images.ts';
import { packageApp, ROOT } from './package-app.ts';
import { port } from './port.ts';
import { runnerOption } from './runner-option.ts';
import { untilInterrupted } from './until-interrupted.ts';

interface Options {
  readonly port: number;
  readonly dataDir: string;
  readonly inMemory?: boolean;
  readonly app: boolean;
  readonly skipWaits?: boolean;
  readonly enforceQuotas?: boolean;
  readonly iam: boolean;
  readonly mockConfig?: string;
  readonly runner: 'process' | 'docker';
  readonly faults?: string;
}

const program = new Command('local')
  .description(
    'AWS on one port of 127.0.0.1: Step Functions, Batch, Lambda, SQS, SNS, S3, CloudWatch Logs, CloudFormation and STS.',
  )
  .option('--port <port>', 'the port; 0 takes a free one', port, 4566)
  .addOption(
    new Option('--data-dir <dir>', 'where everything is kept across restarts')
      .default(join(ROOT, '.local'))
      .conflicts('inMemory'),
  )
  .option('--in-memory', 'keep nothing')
  .option('--no-app', 'an empty endpoint, without the application of this repository')
  .option('--skip-waits', 'jump to the next timer whenever nothing is running')
  .option('--enforce-quotas', 'fail what exceeds an AWS quota that is only logged otherwise')
  .option('--no-iam', 'let every role do everything')
  .addOption(
    new Option(
      '--mock-config <file>',
      'mocked responses, for executions of <state machine ARN>#<test case>',
    ).env('SFN_MOCK_CONFIG'),
  )
  .addOption(runnerOption())
  .option('--faults <file>', 'what goes wrong on purpose, see docs/faults.md; read again when it changes')
  .showHelpAfterError()
  .action(run);

async function run(options: Options): Promise<void> {
  const interrupted = untilInterrupted();
  const log = (message: string) => console.error(message);
  const lambdaEndpoint = process.env['AWS_ENDPOINT_URL_LAMBDA'];
  if (options.app) await packageApp('local');
  const aws = await startLocalAws({
    port: options.port,
    log,
    images: appImages,
    skipWaits: options.skipWaits ?? false,
    enforceQuotas: options.enforceQuotas ?? false,
    iam: options.iam,
    ...(options.mockConfig === undefined ? {} : { mockConfig: options.mockConfig }),
    runner: options.runner,
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.inMemory === true ? {} : { dataDir: options.dataDir }),
    ...(lambdaEndpoint === undefined ? {} : { lambdaEndpoint }),
  });
  try {
    if (options.app) await showStack(aws);
    console.log(`\nListening on ${aws.url}. Point any AWS client at it:`);
    console.log(
      `  export AWS_ENDPOINT_URL=${aws.url} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`,
    );
    console.log(options.inMemory === true ? 'Nothing is kept.' : `State is kept in ${options.dataDir}.`);
    console.log('Ctrl-C stops it.');
    await interrupted;
  } finally {
    await aws.stop();
  }
}

async function showStack(aws: LocalAws): Promise<void> {
  const stack = await aws.load(ROOT, (line) => console.log(line));
  console.log(`Loaded the stack ${stack.name} with ${stack.resources.size} resources. Workflows:`);
  for (const { name } of stack.stateMachines) console.log(`  ${name}`);
}

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
