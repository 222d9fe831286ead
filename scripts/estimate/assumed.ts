import { PRICE_LIST, SPOT_SHARE } from './prices.ts';
import { QUOTAS } from './quotas.ts';
import type { EstimateRequest } from './request.ts';
import { duration } from './show.ts';

/** What an estimate rests on, in sentences. */
export function assumed(request: EstimateRequest): string[] {
  const { settings, assumptions, batchSize, vcpus, vcpuBound, isSpot } = request;
  const { jobSeconds, provisionSeconds, pullSeconds, functionSeconds, failureRate } = assumptions;
  const sizes = [...settings.jobs].map(
    ([id, { vcpus: count, memoryGb, architecture }]) =>
      `${id.replace('JobDefinition', '').toLowerCase()} ${count} vCPU, ${memoryGb} GB, ${architecture}`,
  );
  const bound =
    vcpuBound === 'fargateVcpus'
      ? `what Fargate allows a new account, less than the compute environment's ${settings.maxVcpus}; --max-vcpus once that is raised`
      : `the stage's compute environment has ${settings.maxVcpus}, and Fargate allows a new account ${QUOTAS.fargateVcpus.value}: both have to allow as many`;
  return [
    `Each job, the merge too, runs ${duration(jobSeconds)} and does ${batchSize === 1 ? 'one item' : `${batchSize.toLocaleString('en')} items`} (--job-minutes, --batch-size).`,
    failureRate === 0
      ? 'No job fails (--failure-rate).'
      : `Each time that a job is tried it fails in ${failureRate * 100} of 100 cases, by a fixed throw of the dice (--failure-rate).`,
    `The stage ${settings.stage} gives its jobs: ${sizes.join('; ')} (serverless.yml, resources/batch.yml).`,
    `${vcpus} vCPUs at once: ${bound}.`,
    `Fargate takes ${provisionSeconds} s to place a job and ${pullSeconds} s, billed, for its image and container; a function takes ${functionSeconds} s. These are ours: AWS promises none.`,
    'A call that is throttled fails and is tried again as the workflow says, by an even chance of jitter.',
    ...(isSpot
      ? [`Fargate Spot costs ${SPOT_SHARE * 100} % of the price on demand, and nothing is reclaimed.`]
      : []),
    `List prices of ${PRICE_LIST.region}, read on ${PRICE_LIST.date} in copies of AWS's pages and in articles that quote them (docs/estimate.md): first tiers, no free tiers, no discounts, no storage and no transfer of data, no taxes.`,
    'Quotas are what AWS documents for an account that has asked for nothing, and nothing else uses them.',
  ];
}
