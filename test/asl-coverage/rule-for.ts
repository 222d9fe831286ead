import { compile, newExecution, step } from '@batch-workflows/asl';
import { fixedHost } from '../fixed-host.ts';
import type { AslState } from '../machine-files.ts';

/**
 * Which rule of a Choice applies to an input, by its place, where the history cannot tell because several lead to
 * the same state: the engine is asked, with a state of its own for each rule.
 */
export function ruleFor(choice: AslState, input: string): string | undefined {
  const rules = choice.Choices ?? [];
  const places = rules.map((_, index) => `Choices/${index}`);
  const asked = {
    StartAt: 'Choice',
    States: {
      Choice: {
        ...choice,
        Choices: rules.map((rule, index) => ({ ...rule, Next: places[index] })),
        Default: 'Default',
      },
      ...Object.fromEntries([...places, 'Default'].map((place) => [place, { Type: 'Succeed' }])),
    },
  };
  const execution = newExecution(compile(JSON.stringify(asked)));
  const identity = { executionArn: '', name: '', roleArn: '', stateMachineArn: '', stateMachineName: '' };
  const start = { type: 'Start', input: JSON.parse(input), identity } as const;
  const log = step(execution, start, { now: 0, host: fixedHost });
  return log.findLast((event) => event.type === 'StateEntered')?.name;
}
