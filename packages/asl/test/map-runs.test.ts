import { describe, expect, it } from '@jest/globals';
import { mapRuns, runOutcomes } from '../src/asl.ts';
import { simulate } from './simulate.ts';

describe('the map runs that a log tells of', () => {
  it('have what their child workflows gave', () => {
    const { log } = simulate({
      definition: {
        StartAt: 'M',
        States: {
          M: {
            Type: 'Map',
            ItemProcessor: {
              ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
              StartAt: 'P',
              States: { P: { Type: 'Pass', Parameters: { 'twice.$': 'States.Array($, $)' }, End: true } },
            },
            End: true,
          },
        },
      },
      input: [1, 2],
    });

    const outcomes = mapRuns(log).flatMap((run) => [...runOutcomes(run, 'COMPACT')]);

    expect(outcomes).toEqual([
      { status: 'SUCCEEDED', value: { twice: [1, 1] } },
      { status: 'SUCCEEDED', value: { twice: [2, 2] } },
    ]);
  });
});
