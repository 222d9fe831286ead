import { compileRule } from '../choice/rule.ts';
import { compileDataFlow } from '../data-flow.ts';
import { EvaluationFailure } from '../failure/failure.ts';
import { withRoot } from '../scope.ts';
import type { StateCompiler } from './compiler.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export const choice: StateCompiler = (fields) => {
  const flow = compileDataFlow(fields, {});
  if (!fields.has('Choices')) fields.problem('', 'the field Choices is missing');
  const choices = (fields.optionalObjects('Choices') ?? []).map((item) => ({
    rule: compileRule(item),
    next: item.string('Next'),
  }));
  const otherwise = fields.optionalString('Default');
  return {
    enter: (work) => {
      const input = flow.input(work.scope);
      const scope = withRoot(work.scope, input);
      const next = choices.find(({ rule }) => rule(scope))?.next ?? otherwise;
      if (next === undefined) {
        throw new EvaluationFailure(
          'Failed to transition out of the state. The state does not point to a next state.',
          'States.NoChoiceMatched',
        );
      }
      work.exit(flow.output(work.scope, input), next);
    },
  };
};
