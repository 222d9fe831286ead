/** One price of the list: dollars for `per` units, tiers and free tiers left out. */
export interface Price {
  readonly dollars: number;
  readonly per: number;
  readonly unit: string;
  readonly page: string;
}

/** Where the list holds, and when it was read. */
export const PRICE_LIST = { region: 'us-east-1', currency: 'USD', date: '2026-11-26' } as const;

const FARGATE = 'https://aws.amazon.com/fargate/pricing/';
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const S3 = 'https://aws.amazon.com/s3/pricing/';

/**
 * List prices of us-east-1: the first tier, without free tiers, discounts or taxes. AWS shows most of them by script
 * only, so they were read where copies of these pages and articles that quote them agree; compare before you rely on
 * them. Fargate Spot has no fixed price: AWS says up to 70 % off, and half is what is reckoned with here.
 */
export const PRICES = {
  stateTransition: {
    dollars: 0.025,
    per: 1000,
    unit: 'state transitions',
    page: 'https://aws.amazon.com/step-functions/pricing/',
  },
  fargateVcpuHour: {
    X86_64: { dollars: 0.04048, per: 1, unit: 'vCPU-hours', page: FARGATE },
    ARM64: { dollars: 0.03238, per: 1, unit: 'vCPU-hours', page: FARGATE },
  },
  fargateGbHour: {
    X86_64: { dollars: 0.004445, per: 1, unit: 'GB-hours', page: FARGATE },
    ARM64: { dollars: 0.00356, per: 1, unit: 'GB-hours', page: FARGATE },
  },
  publicIpv4Hour: {
    dollars: 0.005,
    per: 1,
    unit: 'public IPv4 address hours',
    page: 'https://aws.amazon.com/vpc/pricing/',
  },
  lambdaRequest: { dollars: 0.2, per: 1_000_000, unit: 'invocations', page: LAMBDA },
  lambdaGbSecond: {
    x86_64: { dollars: 0.0000166667, per: 1, unit: 'GB-seconds', page: LAMBDA },
    arm64: { dollars: 0.0000133334, per: 1, unit: 'GB-seconds', page: LAMBDA },
  },
  s3Write: { dollars: 0.005, per: 1000, unit: 'PUT and LIST requests', page: S3 },
  s3Read: { dollars: 0.0004, per: 1000, unit: 'GET and HEAD requests', page: S3 },
  sqsRequest: {
    dollars: 0.4,
    per: 1_000_000,
    unit: 'requests',
    page: 'https://aws.amazon.com/sqs/pricing/',
  },
  snsPublish: {
    dollars: 0.5,
    per: 1_000_000,
    unit: 'publishes',
    page: 'https://aws.amazon.com/sns/pricing/',
  },
  logsGb: {
    dollars: 0.5,
    per: 1,
    unit: 'GB of logs ingested',
    page: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
} as const;

/** What Fargate Spot is reckoned to cost of the price on demand. */
export const SPOT_SHARE = 0.5;

/** Fargate bills whole seconds, and a minute at least. https://aws.amazon.com/fargate/pricing/ */
export const FARGATE_MINIMUM_SECONDS = 60;
