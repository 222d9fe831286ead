#!/usr/bin/env node
/** `pnpm run remove --stage <stage>`: removes a stage and all that it made. */
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { remove } from './deploy/remove.ts';
import { openTarget, useRegion } from './deploy/target.ts';
import { runCommand } from './workflow-client/command-failure.ts';

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
  await remove(openTarget(stage, await useRegion(stage, region)), { ask, say: (line) => console.log(line) });
  return 0;
});
