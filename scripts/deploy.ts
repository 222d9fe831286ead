#!/usr/bin/env node
/** `pnpm run deploy --stage <stage>`: checks, builds, publishes the job's image, deploys, and runs one execution. */
import { Command } from 'commander';
import { deploy } from './deploy/deploy.ts';
import { openTarget, useRegion } from './deploy/target.ts';
import { runCommand } from './workflow-client/command-failure.ts';

const program = new Command('deploy')
  .description(
    'Checks, builds, publishes the job’s image by digest, deploys a stage, and runs one execution.',
  )
  .requiredOption('--stage <stage>', 'dev, prod, or another; local deploys to the local AWS')
  .option('--region <region>', 'the AWS region; that of the AWS CLI when absent')
  .option('--param <name=value...>', 'a parameter of serverless.yml')
  .showHelpAfterError()
  .parse();
const { stage, region, param } = program.opts<{ stage: string; region?: string; param?: string[] }>();

await runCommand(async () => {
  const smokeName = `smoke-test-${new Date().toISOString().replaceAll(/[:.]/gu, '-')}`;
  const options = { params: param ?? [], smokeName, say: (line: string) => console.log(line) };
  await deploy(openTarget(stage, await useRegion(stage, region)), options);
  return 0;
});
