import { describe, expect, it } from '@jest/globals';
import { compile, InvalidDefinition, type JsonObject, type Problem } from '../src/asl.ts';
import { simulate } from './simulate.ts';

describe('size', () => {
  it('50,000 states in a row come to their end', () => {
    const count = 50_000;
    const States = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `S${i}`,
        { Type: 'Pass', ...(i < count - 1 ? { Next: `S${i + 1}` } : { End: true }) },
      ]),
    );
    expect(simulate({ definition: { StartAt: 'S0', States }, input: 1 }).execution.output).toBe(1);
  });

  it('a definition whose 70,000 states all lack their type is refused with a problem of each', () => {
    const States = Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`S${i}`, {}]));
    const refused = problemsOf({ StartAt: 'S0', States });
    expect(refused.filter(({ message }) => message === 'These fields are required: [Type]')).toHaveLength(
      70_000,
    );
  });

  it('a Map over 10,000 items comes to its end', () => {
    const items = Array.from({ length: 10_000 }, (_, i) => i);
    const inner = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
    const definition = { StartAt: 'M', States: { M: { Type: 'Map', ItemProcessor: inner, End: true } } };
    expect(simulate({ definition, input: items }).execution.output).toEqual(items);
  });

  it('variables of more than 10 MiB together fail the state that assigns too much', () => {
    const States = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [
        `S${i}`,
        {
          Type: 'Pass',
          Assign: { [`v${i}`]: 'x'.repeat(256_000) },
          ...(i < 49 ? { Next: `S${i + 1}` } : { End: true }),
        },
      ]),
    );
    const { execution } = simulate({ definition: { StartAt: 'S0', States } });
    expect([execution.status, execution.error]).toEqual(['FAILED', 'States.DataLimitExceeded']);
    expect(execution.cause).toMatch(/'S40' .* All variables together exceed the maximum of 10485760 bytes/u);
  });

  it('a value that nests without end is over the limit of what a state may give', () => {
    let Parameters: JsonObject = { 'a.$': '$' };
    for (let level = 0; level < 400; level++) Parameters = { a: Parameters };
    const definition = {
      StartAt: 'More',
      States: {
        More: { Type: 'Pass', Parameters, Next: 'Enough?' },
        'Enough?': {
          Type: 'Choice',
          Choices: [{ Variable: '$.enough', IsPresent: true, Next: 'Enough' }],
          Default: 'More',
        },
        Enough: { Type: 'Succeed' },
      },
    };
    const { execution } = simulate({ definition, input: 1 });
    expect([execution.status, execution.error]).toEqual(['FAILED', 'States.DataLimitExceeded']);
  });

  it('a Parallel of Parallels, 200 deep, comes to its end', () => {
    let inner: object = { StartAt: 'P', States: { P: { Type: 'Pass', Result: 'deep', End: true } } };
    for (let depth = 0; depth < 200; depth++)
      inner = {
        StartAt: `S${depth}`,
        States: { [`S${depth}`]: { Type: 'Parallel', Branches: [inner], End: true } },
      };
    const { execution } = simulate({ definition: JSON.stringify(inner) });
    expect(JSON.stringify(execution.output)).toBe(`${'['.repeat(200)}"deep"${']'.repeat(200)}`);
  });
});

function problemsOf(definition: object): readonly Problem[] {
  try {
    compile(JSON.stringify(definition));
    return [];
  } catch (error) {
    if (!(error instanceof InvalidDefinition)) throw error;
    return error.problems;
  }
}
