import { describe, expect, it } from '@jest/globals';
import { variableReferences } from '../src/asl.ts';

const machine = (state: object, more: object = {}) => ({
  ...more,
  StartAt: 'A',
  States: { A: state as never, B: { Type: 'Succeed' } },
});

describe('variableReferences', () => {
  it('are what paths and intrinsic functions read in a JSONPath state', () => {
    const state = {
      Type: 'Task',
      InputPath: '$first.member',
      TimeoutSecondsPath: '$seconds',
      Parameters: {
        'a.$': '$$.Execution.Id',
        'b.$': "States.Format('$quoted {}', $second)",
        'c.$': '$.own',
        'd.$': '$.list[?(@.id == $third)]',
        FooPath: '$literal',
      },
      Assign: { 'assigned.$': '$first' },
      Comment: '$comment',
    };
    expect(variableReferences(machine(state))).toEqual({ A: ['first', 'seconds', 'second', 'third'] });
  });

  it('are what expressions take from outside in a JSONata state', () => {
    const state = {
      Type: 'Pass',
      Output: {
        a: '{% $sum($list.price) + $states.input.x + $offset %}',
        b: '{% ($own := $first; $map($own, function($v) { $v & $second })) %}',
        c: '{% $map($list, $string) ~> $uuid %}',
        d: '$literal',
      },
    };
    const { A = [] } = variableReferences(machine(state, { QueryLanguage: 'JSONata' }));
    expect(A.toSorted()).toEqual(['first', 'list', 'offset', 'second']);
  });

  it('are told of states within others, in the language of each', () => {
    const inner = (state: object) => ({ StartAt: 'I', States: { I: state } });
    const state = {
      Type: 'Map',
      QueryLanguage: 'JSONata',
      Items: '{% $items %}',
      ItemProcessor: inner({ Type: 'Choice', Choices: [{ Variable: '$inner', IsNull: true, Next: 'I' }] }),
    };
    expect(variableReferences(machine(state))).toEqual({ A: ['items'], I: ['inner'] });
  });

  it('are told in the language that a Map names for all states in it', () => {
    const inner = { Type: 'Pass', Output: '{% $inner %}', Next: 'J' };
    const nested = {
      Type: 'Parallel',
      Branches: [{ States: { K: { Type: 'Pass', Output: '{% $nested %}' } } }],
    };
    const ItemProcessor = { QueryLanguage: 'JSONata', StartAt: 'I', States: { I: inner, J: nested } };
    expect(variableReferences(machine({ Type: 'Map', ItemProcessor }))).toEqual({
      I: ['inner'],
      K: ['nested'],
    });
  });

  it('are none where nothing refers to any', () => {
    expect(variableReferences(machine({ Type: 'Pass', Result: { 'x.$': '$a' }, OutputPath: '$.b' }))).toEqual(
      {},
    );
  });
});
