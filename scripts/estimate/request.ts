import type { Assumptions } from './assumptions.ts';
import { FanOut } from './fan-out.ts';
import type { Pattern } from './patterns.ts';
import type { StageSettings } from './stage-settings.ts';
import type { Scenario } from './world.ts';

/** What is to be estimated. */
export interface EstimateRequest {
  readonly settings: StageSettings;
  readonly items: number;
  /** Items that one job does. */
  readonly batchSize: number;
  readonly assumptions: Assumptions;
  readonly isSpot: boolean;
  /** How many vCPUs jobs can have at once. */
  readonly vcpus: number;
  /** What that is the bound of: the account's quota, or the compute environment. */
  readonly vcpuBound: 'fargateVcpus' | 'maxVcpus';
}

/**
 * A run in which nothing waits for anything: what happens in it is what happens in every run, so it is what is counted.
 * The test compares it with what the local AWS counts.
 */
export const unhindered = (request: EstimateRequest, pattern: Pattern, items: number): Scenario => ({
  ...scenario(request, pattern, items, request.batchSize),
  vcpus: Number.POSITIVE_INFINITY,
  throttles: false,
});

/** A run of so many jobs with AWS's quotas and the stage's vCPUs; how many items a job has does not matter to its time. */
export const hindered = (request: EstimateRequest, pattern: Pattern, jobs: number): Scenario => ({
  ...scenario(request, pattern, jobs, 1),
  vcpus: request.vcpus,
  throttles: true,
});

const scenario = (
  { settings, assumptions }: EstimateRequest,
  { workflow, input }: Pattern,
  items: number,
  batchSize: number,
) => ({
  settings,
  workflow,
  assumptions,
  application: new FanOut(items),
  input: input(items, batchSize),
});
