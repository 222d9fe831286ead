#!/usr/bin/env node
/** `pnpm estimate --items N`: what a fan-out over N items would take on AWS, in time, calls, money and quotas. */
import { Command, Option } from 'commander';
import { asJson } from './estimate/as-json.ts';
import { ASSUMPTIONS } from './estimate/assumptions.ts';
import { estimate } from './estimate/estimate.ts';
import { batchSize, failureRate, items, jobMinutes, maxVcpus, stage } from './estimate/options.ts';
import { PATTERN_NAMES, PATTERNS, type PatternName } from './estimate/patterns.ts';
import { QUOTAS } from './estimate/quotas.ts';
import { report } from './estimate/report.ts';
import type { EstimateRequest } from './estimate/request.ts';
import { readStageSettings } from './estimate/stage-settings.ts';
import { runCommand } from './workflow-client/command-failure.ts';

interface Options {
  readonly items: number;
  readonly jobMinutes: number;
  readonly batchSize: number;
  readonly pattern?: PatternName;
  readonly spot?: boolean;
  readonly maxVcpus?: number;
  readonly failureRate: number;
  readonly stage: string;
  readonly json?: boolean;
}

const program = new Command('estimate')
  .description('What a fan-out would take on AWS: time, calls, charges, and which quota stops it.')
  .requiredOption('--items <n>', 'how many items, up to 10,000,000', items)
  .option('--job-minutes <minutes>', 'how long one job runs', jobMinutes, 1)
  .option('--batch-size <n>', 'items that one job does', batchSize, 1)
  .addOption(new Option('--pattern <pattern>', 'only this one; all when absent').choices(PATTERN_NAMES))
  .option('--spot', 'on Fargate Spot; as the stage says when absent')
  .option(
    '--max-vcpus <n>',
    "vCPUs at once; what the stage and a new account's quota allow when absent",
    maxVcpus,
  )
  .option(
    '--failure-rate <share>',
    'how likely a job fails each time that it is tried: 0 to 1',
    failureRate,
    0,
  )
  .option('--stage <stage>', 'whose settings', stage, 'dev')
  .option('--json', 'as JSON')
  .showHelpAfterError()
  .action((options: Options) => runCommand(() => run(options)));

async function run(options: Options): Promise<number> {
  const request = await requestOf(options);
  const patterns = PATTERNS.filter(({ name }) => options.pattern === undefined || options.pattern === name);
  const estimates = patterns.map((pattern) => estimate(request, pattern));
  if (options.json === true) console.log(JSON.stringify(asJson(request, estimates), null, 2));
  else for (const line of report(request, estimates)) console.log(line);
  return 0;
}

async function requestOf(options: Options): Promise<EstimateRequest> {
  const settings = await readStageSettings(options.stage);
  const isQuotaLess = QUOTAS.fargateVcpus.value < settings.maxVcpus && options.maxVcpus === undefined;
  return {
    settings,
    items: options.items,
    batchSize: options.batchSize,
    assumptions: { ...ASSUMPTIONS, jobSeconds: options.jobMinutes * 60, failureRate: options.failureRate },
    isSpot: options.spot ?? settings.isSpot,
    vcpus: options.maxVcpus ?? Math.min(settings.maxVcpus, QUOTAS.fargateVcpus.value),
    vcpuBound: isQuotaLess ? 'fargateVcpus' : 'maxVcpus',
  };
}

await program.parseAsync();
