import type { Assumptions } from './assumptions.ts';
import { PRICES, type Price, SPOT_SHARE } from './prices.ts';
import type { MachineSettings } from './stage-settings.ts';
import { type Counts, countOf } from './tally.ts';

/** One line of the bill. */
export interface Charge {
  readonly service: string;
  readonly quantity: number;
  readonly unit: string;
  readonly dollars: number;
}

const READS = ['GetObject', 'HeadObject'];
const WRITES = ['PutObject', 'ListObjectsV2'];

/** What AWS asks for what was counted, at list prices; lines that come to nothing are left out. */
export function chargesOf(
  counts: Counts,
  assumptions: Assumptions,
  machine: MachineSettings,
  isSpot: boolean,
): Charge[] {
  const of = (name: string) => countOf(counts, name);
  const s3 = (operations: readonly string[]) =>
    operations.reduce((sum, name) => sum + of(`calls/s3:${name}`) + of(`jobCalls/s3:${name}`), 0);
  const fargate = isSpot ? 'Fargate Spot' : 'Fargate';
  const share = isSpot ? SPOT_SHARE : 1;
  const charges = [
    line('Step Functions', of('transitions') + of('throttled/batch:SubmitJob'), PRICES.stateTransition),
    ...(['ARM64', 'X86_64'] as const).flatMap((architecture) => [
      line(
        fargate,
        of(`fargate/vcpuSeconds/${architecture}`) / 3600,
        PRICES.fargateVcpuHour[architecture],
        share,
      ),
      line(
        fargate,
        of(`fargate/gbSeconds/${architecture}`) / 3600,
        PRICES.fargateGbHour[architecture],
        share,
      ),
    ]),
    line('public addresses', of('publicIpv4Seconds') / 3600, PRICES.publicIpv4Hour),
    line('Lambda', of('calls/lambda:Invoke'), PRICES.lambdaRequest),
    ...(['arm64', 'x86_64'] as const).map((architecture) =>
      line('Lambda', of(`lambda/gbSeconds/${architecture}`), PRICES.lambdaGbSecond[architecture]),
    ),
    line('S3', s3(READS), PRICES.s3Read),
    line('S3', s3(WRITES), PRICES.s3Write),
    line('SNS', of('calls/sns:Publish'), PRICES.snsPublish),
    line('SQS', of('calls/sqs:SendMessage'), PRICES.sqsRequest),
    line('CloudWatch Logs', logBytes(counts, assumptions, machine) / 1e9, PRICES.logsGb),
  ];
  return charges.filter(({ quantity }) => quantity > 0);
}

const line = (service: string, quantity: number, { dollars, per, unit }: Price, share = 1): Charge => ({
  service,
  quantity,
  unit,
  dollars: (quantity / per) * dollars * share,
});

/** A level below ALL logs what goes wrong, which is little. */
function logBytes(
  counts: Counts,
  { logBytesPerEvent: { withData, withoutData }, logBytesPerJob }: Assumptions,
  { logLevel, logsData }: MachineSettings,
): number {
  const perEvent = logLevel !== 'ALL' ? 0 : logsData ? withData : withoutData;
  return countOf(counts, 'events') * perEvent + countOf(counts, 'jobs') * logBytesPerJob;
}
