import type { Program } from '@batch-workflows/asl';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LONGEST_SECONDS = 300;

/** What an Express execution runs: the same, for five minutes at most. */
export const withinFiveMinutes = (program: Program): Program => ({
  ...program,
  timeoutSeconds: Math.min(program.timeoutSeconds ?? LONGEST_SECONDS, LONGEST_SECONDS),
});

/**
 * What AWS would bill: time in steps of 100 ms. It runs in less than 64 MB here.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_BillingDetails.html
 */
export const billingDetails = (startedAt: number, stoppedAt: number) => ({
  billedMemoryUsedInMB: 64,
  billedDurationInMilliseconds: Math.max(1, Math.ceil((stoppedAt - startedAt) / 100)) * 100,
});
