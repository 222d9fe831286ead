import { PAYLOAD_LIMIT } from '../failure/data-limit.ts';
import { EvaluationFailure } from '../failure/failure.ts';
import { jsonSize } from '../json-size.ts';
import type { Variables } from '../variables.ts';
import type { Fields } from './fields.ts';

const NAME = /^[\p{ID_Start}_]\p{ID_Continue}{0,79}$/u;
const RESERVED = 'states';

/**
 * Checks the names of an Assign, which are Unicode identifiers.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export function checkVariableNames(assign: Fields): void {
  for (const key of assign.names()) {
    const name = assign.language === 'JSONPath' && key.endsWith('.$') ? key.slice(0, -2) : key;
    if (name === RESERVED) assign.problem(key, `the variable $${RESERVED} is Step Functions' own`);
    else if (!NAME.test(name))
      assign.problem(
        key,
        "a variable's name begins with a letter, goes on with letters, digits and _, and has 80 characters at most",
      );
  }
}

/** The most bytes of all variables together. */
const TOTAL_LIMIT = 10_485_760;

/**
 * What one state assigns, where it is not over 256 KiB, nor over 10 MiB with the variables that the state sees.
 * @throws EvaluationFailure States.DataLimitExceeded
 */
export function withinLimits(assigned: Variables, seen: Variables): Variables {
  if (jsonSize(assigned) > PAYLOAD_LIMIT)
    throw exceeded(`The variables that the state assigns exceed the maximum of ${PAYLOAD_LIMIT} bytes.`);
  let total = 0;
  for (const value of Object.values({ ...seen, ...assigned })) total += jsonSize(value);
  if (total > TOTAL_LIMIT)
    throw exceeded(`All variables together exceed the maximum of ${TOTAL_LIMIT} bytes.`);
  return assigned;
}

const exceeded = (detail: string) => new EvaluationFailure(detail, 'States.DataLimitExceeded');
