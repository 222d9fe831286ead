import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import type { PackagedStack } from '../packaged-stack.ts';
import type { Target } from '../target.ts';
import type { Verdict } from './verdict.ts';

interface Need {
  readonly ServiceCode: string;
  readonly QuotaCode: string;
  readonly what: string;
  readonly least: number;
  readonly otherwise: string;
}

/** A callback's five (maximumConcurrency), and one each of the two functions that workflows call. */
const CONCURRENT_FUNCTIONS = 7;

/** Quotas of a new account are often lower than AWS's pages say. What is too low makes work slow, and stops no deploy. */
export function checkQuotas(target: Target, { computeType, maxvCpus }: PackagedStack): Promise<Verdict[]> {
  const isSpot = computeType === 'FARGATE_SPOT';
  const needs: Need[] = [
    {
      ServiceCode: 'fargate',
      QuotaCode: isSpot ? 'L-36FBB829' : 'L-3032A538',
      what: `vCPUs of Fargate ${isSpot ? 'Spot' : 'on demand'}`,
      least: maxvCpus,
      otherwise: 'jobs beyond them wait in RUNNABLE',
    },
    {
      ServiceCode: 'lambda',
      QuotaCode: 'L-B99A9384',
      what: 'functions at once',
      least: CONCURRENT_FUNCTIONS,
      otherwise: 'calls beyond them are throttled and tried again',
    },
  ];
  return Promise.all(needs.map((need) => checkQuota(target, need)));
}

async function checkQuota(target: Target, need: Need): Promise<Verdict> {
  const check = 'quotas';
  const { what, least, otherwise, ServiceCode, QuotaCode } = need;
  try {
    const value = await quotaOf(target, need);
    if (value >= least) return { check, outcome: 'passed', message: `${value} ${what}; ${least} are used` };
    const request = `aws service-quotas request-service-quota-increase --service-code ${ServiceCode} --quota-code ${QuotaCode} --desired-value ${least}`;
    return {
      check,
      outcome: 'warned',
      message: `${value} ${what}, and ${least} are used: ${otherwise}. Ask for more: ${request}`,
    };
  } catch (error) {
    const { name } = error as Error;
    return { check, outcome: 'warned', message: `how many ${what} there are could not be read (${name})` };
  }
}

/** An account that never had its own value has AWS's default. */
async function quotaOf({ quotas }: Target, { ServiceCode, QuotaCode }: Need): Promise<number> {
  try {
    const { Quota } = await quotas.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }));
    return Quota?.Value ?? 0;
  } catch (error) {
    if ((error as Error).name !== 'NoSuchResourceException') throw error;
    const { Quota } = await quotas.send(new GetAWSDefaultServiceQuotaCommand({ ServiceCode, QuotaCode }));
    return Quota?.Value ?? 0;
  }
}
