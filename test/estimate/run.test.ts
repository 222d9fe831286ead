/** Runs of the application's own definitions against AWS as it is modelled: what they take, and what stops them. */
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { estimate } from '../../scripts/estimate/estimate.ts';
import { hindered } from '../../scripts/estimate/request.ts';
import { simulate } from '../../scripts/estimate/simulate.ts';
import { readStageSettings, type StageSettings } from '../../scripts/estimate/stage-settings.ts';
import { callsOf, countOf } from '../../scripts/estimate/tally.ts';
import { time } from '../../scripts/estimate/timing.ts';
import { patternOf, requestFor } from './requests.ts';

// The framework is asked for the stage's settings, on a machine that others use too.
jest.setTimeout(120_000);

/** Of a job's stay on Fargate: placing, image, and a program of a minute. */
const PLACE = 30 + 15 + 60;

let settings: StageSettings;
beforeAll(async () => {
  settings = await readStageSettings('dev');
});

describe('the stage', () => {
  it('is read from the configuration: jobs, functions, workflows, vCPUs', () => {
    expect(settings).toMatchObject({ stage: 'dev', maxVcpus: 16, isSpot: false });
    expect(settings.jobs.get('ShardJobDefinition')).toMatchObject({
      vcpus: 1,
      memoryGb: 2,
      architecture: 'ARM64',
      hasPublicIp: true,
      attemptSeconds: 900,
    });
    expect(settings.functions.get('GenerateBatchInputLambdaFunction')).toEqual({
      memoryGb: 0.5,
      architecture: 'arm64',
    });
    expect([...settings.machines.keys()]).toEqual(
      expect.arrayContaining(['fan-out-batch-jobs', 'fan-out-distributed', 'array-batch-job']),
    );
    expect(JSON.stringify([...settings.machines])).not.toContain('${');
  });
});

describe('the time', () => {
  const secondsOf = (items: number, vcpus: number, name: 'inline' | 'array') =>
    time(requestFor(settings, { items, vcpus }), patternOf(name)).seconds;

  it('is that of as many rounds of jobs as the vCPUs make of them', () => {
    expect(secondsOf(12, 6, 'array') - secondsOf(6, 6, 'array')).toBeCloseTo(PLACE, 5);
    expect(secondsOf(18, 6, 'array') - secondsOf(6, 6, 'array')).toBeCloseTo(2 * PLACE, 5);
  });

  it('is that of rounds of 40 where more vCPUs are there than an inline Map uses', () => {
    const request = requestFor(settings, { items: 80, vcpus: 1000 });
    expect(time(request, patternOf('inline')).bound.what).toBe('inlineConcurrency');
    expect(secondsOf(80, 1000, 'inline') - secondsOf(40, 1000, 'inline')).toBeGreaterThan(PLACE);
    expect(secondsOf(80, 1000, 'array') - secondsOf(40, 1000, 'array')).toBeLessThan(1);
  });

  it('of more jobs than are simulated is within a round of simulating them', () => {
    const jobs = 12_000;
    for (const vcpus of [64, 500]) {
      const request = requestFor(settings, { items: jobs, vcpus });
      const simulated = simulate(hindered(request, patternOf('distributed'), jobs));
      expect(simulated.status).toBe('SUCCEEDED');
      const { seconds } = time(request, patternOf('distributed'));
      expect(Math.abs(seconds - simulated.seconds)).toBeLessThan(PLACE);
    }
  });
});

describe('submissions beyond 50 a second', () => {
  it('are refused, tried again as the definition says, and told apart from the counts', () => {
    const { run } = estimate(requestFor(settings, { items: 200, vcpus: 200 }), patternOf('distributed'));
    expect(run?.timing.throttled).toBeGreaterThan(150);
    expect(run?.timing.outcome.status).toBe('SUCCEEDED');
    expect(countOf(run?.counted.counts ?? {}, 'transitions')).toBe(209);
    expect(run?.uses.map(({ quota }) => quota)).toContain('submitJob');
  });

  it('do not come from an array, which is one submission', () => {
    const { run } = estimate(requestFor(settings, { items: 10_000, vcpus: 200 }), patternOf('array'));
    expect(run?.timing.throttled).toBe(0);
    expect(callsOf(run?.counted.counts ?? {})).toMatchObject({ 'batch:SubmitJob': 2 });
    expect(countOf(run?.counted.counts ?? {}, 'jobs')).toBe(10_001);
  });
});

describe('what stops', () => {
  const stopsOf = (items: number, name: 'inline' | 'distributed' | 'array', more = {}) =>
    estimate(requestFor(settings, { items, ...more }), patternOf(name));

  it('the inline Map is its own guard from 501 shards on, before the quotas of events and payload', () => {
    const { stops, run } = stopsOf(501, 'inline');
    expect(run).toBeUndefined();
    expect(stops[0]).toMatchObject({ fromItems: 501, what: { error: 'TooManyItems' }, seen: true });
    expect(stops.slice(1).map(({ what }) => what)).toEqual(['historyEvents', 'payloadBytes']);
    expect(stopsOf(500, 'inline').run).toBeDefined();
  });

  it('an array is the 10,000 children that AWS allows', () => {
    const { stops, run } = stopsOf(10_001, 'array');
    expect(run).toBeUndefined();
    expect(stops[0]).toMatchObject({ fromItems: 10_001, what: { error: 'TooManyItems' } });
  });

  it('counts in jobs, so that larger ones go further', () => {
    expect(stopsOf(1, 'array', { batchSize: 100 }).stops[0]?.fromItems).toBe(1_000_001);
  });

  it('a Distributed Map on a few vCPUs is the time that its jobs have, waiting in the queue included', () => {
    const longer = 600;
    const { stops } = stopsOf(1000, 'distributed', { vcpus: 6, assumptions: { jobSeconds: 60 + longer } });
    // A day is 122 rounds of six jobs; the 733rd is late.
    expect(stops[0]).toMatchObject({
      fromItems: Math.floor(86_400 / (PLACE + longer)) * 6 + 1,
      what: { error: 'States.ExceedToleratedFailureThreshold' },
    });
    expect(stops[0]?.why).toContain('"Run batch" timed out');
  });

  it('a job that is longer than its definition allows is Batch itself', () => {
    const { stops } = stopsOf(10, 'array', { assumptions: { jobSeconds: 901 } });
    expect(stops).toEqual([
      expect.objectContaining({
        fromItems: 1,
        why: expect.stringContaining('AttemptDurationSeconds of 900'),
      }),
    ]);
  });
});

describe('jobs that fail', () => {
  it('are submitted again, and cost what they ran', () => {
    const counts = (failureRate: number) =>
      estimate(requestFor(settings, { items: 20, assumptions: { failureRate } }), patternOf('inline')).run
        ?.counted.counts ?? {};
    const failed = countOf(counts(0.1), 'retries');
    expect(failed).toBeGreaterThan(0);
    expect(countOf(counts(0.1), 'jobs')).toBe(countOf(counts(0), 'jobs') + failed);
    expect(countOf(counts(0.1), 'transitions')).toBe(countOf(counts(0), 'transitions') + failed);
    expect(callsOf(counts(0.1))['batch:SubmitJob']).toBe(21 + failed);
  });

  it('leave their shards out of the merge when they fail as often as they are tried', () => {
    const { run } = estimate(
      requestFor(settings, { items: 2, assumptions: { failureRate: 1 } }),
      patternOf('inline'),
    );
    expect(run?.timing.outcome).toMatchObject({ status: 'FAILED', error: 'ShardsFailed' });
    expect(countOf(run?.counted.counts ?? {}, 'jobs')).toBe(6);
  });
});
