/** A quota of AWS, with the page that states it. */
export interface Quota {
  readonly name: string;
  readonly value: number;
  readonly page: string;
  /** Whether AWS raises it when asked. */
  readonly adjustable: boolean;
}

/** A quota that AWS keeps as a token bucket: `value` tokens come back each second. */
export interface RateQuota extends Quota {
  /** How many tokens the bucket holds. */
  readonly burst: number;
}

const STEP_FUNCTIONS = 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html';
const INLINE_MAP = 'https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html';
const DISTRIBUTED_MAP = 'https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html';
const BATCH = 'https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html';
const FARGATE = 'https://docs.aws.amazon.com/general/latest/gr/ecs-service.html#service-quotas-fargate';
const FARGATE_LAUNCHES = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/throttling.html';

/** What AWS documents for an account in us-east-1 that has asked for nothing; read on 2026-11-26 in copies of these pages. */
export const QUOTAS = {
  historyEvents: {
    name: 'events in an execution history',
    value: 25_000,
    page: STEP_FUNCTIONS,
    adjustable: false,
  },
  payloadBytes: {
    name: 'bytes of a state input or output',
    value: 262_144,
    page: STEP_FUNCTIONS,
    adjustable: false,
  },
  openExecutions: {
    name: 'open executions, child workflows among them',
    value: 1_000_000,
    page: STEP_FUNCTIONS,
    adjustable: true,
  },
  inlineConcurrency: {
    name: 'iterations of an inline Map at once',
    value: 40,
    page: INLINE_MAP,
    adjustable: false,
  },
  distributedConcurrency: {
    name: 'child workflows of a Distributed Map at once',
    value: 10_000,
    page: DISTRIBUTED_MAP,
    adjustable: false,
  },
  stateTransitions: {
    name: 'state transitions a second',
    value: 5000,
    burst: 5000,
    page: STEP_FUNCTIONS,
    adjustable: true,
  },
  submitJob: {
    name: 'SubmitJob calls a second',
    value: 50,
    // The page gives no burst: a second's worth is what it allows at any instant.
    burst: 50,
    page: BATCH,
    adjustable: false,
  },
  arraySize: { name: 'children of an array job', value: 10_000, page: BATCH, adjustable: false },
  fargateVcpus: { name: 'Fargate vCPUs at once', value: 6, page: FARGATE, adjustable: true },
  fargateLaunches: {
    name: 'Fargate task launches a second',
    value: 20,
    burst: 100,
    page: FARGATE_LAUNCHES,
    adjustable: true,
  },
} as const satisfies Record<string, Quota | RateQuota>;

export type QuotaName = keyof typeof QUOTAS;
