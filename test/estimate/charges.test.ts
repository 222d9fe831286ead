import { describe, expect, it } from '@jest/globals';
import { ASSUMPTIONS } from '../../scripts/estimate/assumptions.ts';
import { chargesOf } from '../../scripts/estimate/charges.ts';
import { PRICES, SPOT_SHARE } from '../../scripts/estimate/prices.ts';

const MACHINE = { name: 'm', definition: '{}', logLevel: 'ALL', logsData: true };
const HOUR = 3600;

const dollars = (counts: Record<string, number>, isSpot = false, machine = MACHINE) =>
  Object.fromEntries(
    chargesOf(counts, ASSUMPTIONS, machine, isSpot).map((charge) => [
      `${charge.service}, ${charge.unit}`,
      Number(charge.dollars.toFixed(9)),
    ]),
  );

describe('the charges', () => {
  it('are the list prices of what was counted, and nothing for what was not', () => {
    expect(
      dollars({
        transitions: 900,
        // A submission that is throttled is a transition more.
        'throttled/batch:SubmitJob': 100,
        'fargate/vcpuSeconds/ARM64': 10 * HOUR,
        'fargate/gbSeconds/ARM64': 20 * HOUR,
        publicIpv4Seconds: 10 * HOUR,
        'calls/lambda:Invoke': 1_000_000,
        'lambda/gbSeconds/arm64': 1_000_000,
        'calls/s3:GetObject': 400,
        'jobCalls/s3:GetObject': 500,
        'jobCalls/s3:HeadObject': 100,
        'jobCalls/s3:PutObject': 600,
        'jobCalls/s3:ListObjectsV2': 400,
        'calls/sns:Publish': 1_000_000,
      }),
    ).toEqual({
      'Step Functions, state transitions': 0.025,
      'Fargate, vCPU-hours': 0.3238,
      'Fargate, GB-hours': 0.0712,
      'public addresses, public IPv4 address hours': 0.05,
      'Lambda, invocations': 0.2,
      'Lambda, GB-seconds': 13.3334,
      'S3, GET and HEAD requests': 0.0004,
      'S3, PUT and LIST requests': 0.005,
      'SNS, publishes': 0.5,
    });
  });

  it('take a share of the price on Fargate Spot, and of nothing else', () => {
    const counts = { transitions: 1000, 'fargate/vcpuSeconds/X86_64': HOUR };
    expect(dollars(counts, true)).toEqual({
      'Step Functions, state transitions': 0.025,
      'Fargate Spot, vCPU-hours': 0.04048 * SPOT_SHARE,
    });
  });

  it('have the events of a history in CloudWatch Logs only at level ALL', () => {
    const counts = { events: 1e6 };
    expect(dollars(counts)).toEqual({ 'CloudWatch Logs, GB of logs ingested': 0.75 });
    expect(dollars(counts, false, { ...MACHINE, logsData: false })).toEqual({
      'CloudWatch Logs, GB of logs ingested': 0.25,
    });
    expect(dollars(counts, false, { ...MACHINE, logLevel: 'ERROR' })).toEqual({});
  });

  it('name the page of every price', () => {
    const pages = JSON.stringify(PRICES).match(/"dollars"/g)?.length;
    expect(
      JSON.stringify(PRICES).match(/"page":"https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\/"/g),
    ).toHaveLength(pages ?? 0);
  });
});
