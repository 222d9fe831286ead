#!/usr/bin/env node
/** `pnpm redrive-dead-letters --stage <stage>`: puts the dead letters back into their queue, here or on AWS. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Command } from 'commander';
import { redriveDeadLetters } from './dead-letters/redrive.ts';
import { runCommand } from './workflow-client/command-failure.ts';
import { LOCAL_ENDPOINT, LOCAL_REGION, localCredentials } from './workflow-client/stage.ts';
import { SERVICE } from './workflow-client/workflow.ts';

const program = new Command('redrive-dead-letters')
  .description(
    'Puts the requests that could not be handled back into the queue, once what was wrong is mended.',
  )
  .option('--stage <stage>', 'local, or a stage that is deployed on AWS', 'local')
  .showHelpAfterError()
  .parse();
const { stage } = program.opts<{ stage: string }>();

const sqs = new SQSClient(
  stage === 'local'
    ? {
        endpoint: process.env['AWS_ENDPOINT_URL'] ?? LOCAL_ENDPOINT,
        region: process.env['AWS_REGION'] ?? LOCAL_REGION,
        credentials: localCredentials,
      }
    : {},
);
await runCommand(async () => {
  const moved = await redriveDeadLetters(sqs, `${SERVICE}-${stage}-callback`, () => sleep(1000));
  console.log(moved === 0 ? 'There are no dead letters.' : `Put ${moved} back into the queue.`);
  return 0;
});
