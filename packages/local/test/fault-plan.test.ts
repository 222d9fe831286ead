import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../src/faults/fault.ts';
import { faultFile } from '../src/faults/fault-file.ts';
import { Faults } from '../src/faults/faults.ts';
import { readFaultPlan } from '../src/faults/read-fault-plan.ts';

const faultsOf = (...faults: Fault[]) => {
  const plan = { faults };
  return new Faults(() => plan);
};
const job = {
  jobId: 'id',
  jobName: 'fan-out-3',
  jobQueue: 'queue',
  jobDefinition: 'aggregate:2',
  attempt: 1,
};
const throttled = {
  fault: 'failing-call',
  operation: 'batch:SubmitJob',
  code: 'TooManyRequestsException',
} as const;

describe('a fault', () => {
  const selectors: readonly [object, boolean][] = [
    [{}, true],
    [{ name: 'fan-out-*' }, true],
    [{ name: 'fan-out' }, false],
    [{ queue: 'queue', attempt: 1 }, true],
    [{ attempt: 2 }, false],
    [{ definition: 'aggregate' }, true],
    [{ definition: 'aggregate:2' }, true],
    [{ definition: 'aggregate:1' }, false],
    [{ arrayIndex: 0 }, false],
  ];
  it.each(selectors)('of jobs %j: does it strike? %s', (selector, strikes) => {
    const found = faultsOf({ fault: 'image-pull', job: selector }).ofJob(['image-pull'], job);
    expect(found !== undefined).toBe(strikes);
  });

  it('of a child strikes by its index in the array', () => {
    const faults = faultsOf({ fault: 'image-pull', job: { arrayIndex: 0 } });
    expect(faults.ofJob(['image-pull'], { ...job, arrayIndex: 1 })).toBeUndefined();
    expect(faults.ofJob(['image-pull'], { ...job, arrayIndex: 0 })).toBeDefined();
  });

  it('strikes as often as it says, and what does not fit does not count', () => {
    const faults = faultsOf({ ...throttled, times: 2 });
    const refusals = ['SubmitJob', 'ListJobs', 'SubmitJob', 'SubmitJob'].map((operation) =>
      faults.ofCall('batch', operation),
    );
    expect(refusals.map((error) => error?.code)).toEqual([
      'TooManyRequestsException',
      undefined,
      'TooManyRequestsException',
      undefined,
    ]);
    expect(refusals[0]).toMatchObject({ status: 429, message: 'TooManyRequestsException' });
  });

  it('that strikes by chance strikes the same ones for the same seed', () => {
    const struck = (seed: number) => {
      const plan = { seed, faults: [{ ...throttled, probability: 0.25 }] };
      const faults = new Faults(() => plan);
      return Array.from({ length: 1000 }, () => faults.ofCall('batch', 'SubmitJob') !== undefined);
    };
    expect(struck(1)).toEqual(struck(1));
    expect(struck(1)).not.toEqual(struck(2));
    const share = struck(1).filter((strikes) => strikes).length;
    expect(share).toBeGreaterThan(200);
    expect(share).toBeLessThan(300);
  });
});

describe('the text of a plan', () => {
  const wrong: readonly [string, string][] = [
    ['[]', 'the plan must be an object'],
    ['{}', 'the plan.faults is required'],
    [
      '{"faults": [{"fault": "explosion"}]}',
      'faults[0].fault must be one of spot-reclaim, image-pull, out-of-memory, stuck-runnable, slow-start, failing-call',
    ],
    ['{"faults": [{"fault": "slow-start"}]}', 'faults[0].seconds is required'],
    [
      '{"faults": [{"fault": "image-pull", "job": {"nmae": "a"}}]}',
      'faults[0].job.nmae is not known; known are name, queue, definition, arrayIndex, attempt',
    ],
    [
      '{"faults": [{"fault": "image-pull", "probability": 2}]}',
      'faults[0].probability must be a number from 0 to 1',
    ],
    [
      '{"faults": [{"fault": "failing-call", "operation": "SubmitJob", "code": "A"}]}',
      'faults[0].operation must be <service>:<Operation>, for example batch:SubmitJob',
    ],
  ];
  it.each(wrong)('%s is refused: %s', (text, message) => {
    expect(() => readFaultPlan(text)).toThrow(new Error(message));
  });
});

describe('the file of a plan', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is read again when it changes; while it cannot be read, the last plan holds', () => {
    const path = join(folder, 'faults.json');
    let version = 0;
    const write = (text: string) => {
      writeFileSync(path, text);
      // Two writes may fall into one tick of the file system's clock.
      utimesSync(path, 0, ++version);
    };
    const told: string[] = [];
    expect(() => faultFile(path, () => {})).toThrow(path);
    write('{"faults": []}');
    const faults = new Faults(faultFile(path, (message) => told.push(message)));
    const refused = () => faults.ofCall('batch', 'SubmitJob')?.code;

    expect(refused()).toBeUndefined();
    write(JSON.stringify({ faults: [{ ...throttled, times: 1 }] }));
    expect([refused(), refused()]).toEqual(['TooManyRequestsException', undefined]);
    write(JSON.stringify({ faults: [throttled] }));
    expect([refused(), refused()]).toEqual(['TooManyRequestsException', 'TooManyRequestsException']);
    write('{"faults": [{}]}');
    expect(refused()).toBe('TooManyRequestsException');
    expect(told).toEqual([expect.stringMatching(/faults\.json: .*; the faults stay as they were$/u)]);
  });
});
