import { compileCondition } from '../choice/condition.ts';
import { compileRule } from '../choice/rule.ts';
import type { Fields } from '../definition/fields.ts';
import { checkPart } from '../definition/part-fields.ts';
import { EvaluationFailure } from '../failure/failure.ts';
import { compileDataFlow, type DataFlow, type StateResult } from '../flow/data-flow.ts';
import { type Scope, withRoot } from '../scope.ts';
import type { StateCompiler } from './compiler.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export const choice: StateCompiler = (fields) => {
  const isJsonata = fields.language === 'JSONata';
  const shared = compileDataFlow(fields, {});
  if (!fields.has('Choices')) fields.missing('Choices');
  const choices = (fields.optionalObjects('Choices') ?? []).map((item) => {
    checkPart(item, 'choiceRule');
    return {
      applies: isJsonata ? compileCondition(item) : compileRule(item),
      next: item.string('Next'),
      leave: isJsonata ? compileDataFlow(item, { assign: true }).pass : assigning(item, shared),
    };
  });
  const fallback = fields.optionalString('Default');
  const leave = compileDataFlow(fields, { assign: true }).pass;
  const otherwise = fallback === undefined ? undefined : { next: fallback, leave };
  return {
    enter: (work) => {
      const scope = isJsonata ? work.scope : withRoot(work.scope, shared.input(work.scope));
      const chosen = choices.find(({ applies }) => applies(scope)) ?? otherwise;
      if (chosen === undefined) {
        throw new EvaluationFailure(
          'Failed to transition out of the state. The state does not point to a next state.',
          'States.NoChoiceMatched',
        );
      }
      work.exit(chosen.leave(work.scope), chosen.next);
    },
  };
};

/** A JSONPath rule has assignments of its own; what goes out is shaped by the state's paths. */
function assigning(rule: Fields, flow: DataFlow): (scope: Scope) => StateResult {
  const assign = rule.optionalVariables('Assign');
  return (scope) => ({
    output: flow.pass(scope).output,
    assigned: assign?.(withRoot(scope, flow.input(scope))),
  });
}
