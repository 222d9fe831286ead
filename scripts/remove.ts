#!/usr/bin/env node
/** `pnpm run remove --stage <stage>`: removes a stage and all that it made. */
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { remove } from './deploy/remove.ts';
import { openTarget, regionOf } from './deploy/target.ts';
import { CommandFailure, runCommand } from './workflow-client/command-failure.ts';

const program = new Command('remove')
  .description('Removes a stage with its data, images and logs; asks first for anything but dev.')
  .requiredOption('--stage <stage>', 'the stage')
  .option('--region <region>', 'the AWS region; that of the AWS CLI when absent')
  .showHelpAfterError()
  .parse();
const { stage, region } = program.opts<{ stage: string; region?: string }>();

/** One line of standard input, which need not be a terminal. */
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await Promise.race([
      lines.question(question),
      new Promise<string>((resolve) => lines.once('close', () => resolve(''))),
    ]);
  } finally {
    lines.close();
  }
}

await runCommand(async () => {
  const found = await regionOf(stage, region);
  if (found === undefined)
    throw new CommandFailure(
      'no AWS region; give --region, set AWS_REGION, or run: aws configure set region …',
    );
  process.env['AWS_REGION'] = found;
  await remove(openTarget(stage, found), { ask, say: (line) => console.log(line) });
  return 0;
});
