import type { MockInput, TestStateConfiguration } from '@aws-sdk/client-sfn';
import { isArray, isObject, type Json } from '@batch-workflows/asl';
import { AwsError } from '../../../errors.ts';
import { validation } from '../errors.ts';
import type { TestedState } from './tested-state.ts';
import type { WrittenJson } from './written-json.ts';

/** What stands for the state's work. */
export type Mock =
  | { readonly result: Json; readonly error?: undefined }
  | { readonly result?: undefined; readonly error: string; readonly cause: string };

const MOCKABLE: readonly string[] = ['Task', 'Map', 'Parallel'];

/**
 * The mock of a request, once it fits the state.
 * @throws ValidationException InvalidDefinition
 */
export function mockOf(
  given: MockInput | undefined,
  tested: TestedState,
  { mapIterationFailureCount: failures }: TestStateConfiguration,
  json: WrittenJson,
): Mock | undefined {
  const { type } = tested.state;
  if (given === undefined) {
    if (failures !== undefined)
      throw validation('TestState does not support MapIterationFailureCount when a mock is not specified.');
    if (type === 'Map' || type === 'Parallel')
      throw new AwsError(
        'InvalidDefinition',
        'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
      );
    return undefined;
  }
  if (!MOCKABLE.includes(type))
    throw validation(`State type '${type}' is not supported when a mock is specified`);
  const { result, errorOutput } = given;
  if (result !== undefined && errorOutput !== undefined)
    throw validation('A test mock should have only one of the following fields: [result, errorOutput].');
  if (result === undefined) return { error: errorOutput?.error ?? '', cause: errorOutput?.cause ?? '' };
  const value = parsed(result, json);
  requireShape(value, tested);
  if (failures !== undefined && isArray(value) && failures > value.length)
    throw validation(
      'Map iteration failure count must be less than or equal to the number of Map iterations',
    );
  return { result: value };
}

function parsed(text: string, json: WrittenJson): Json {
  try {
    return json.parse(text);
  } catch {
    throw validation('Mocked result must be valid JSON');
  }
}

/** A Map gives a list, unless it writes its results elsewhere; a Parallel gives one item for each branch. */
function requireShape(result: Json, { state, definition }: TestedState): void {
  if (state.type === 'Task') return;
  if (state.type === 'Map' && definition['ResultWriter'] !== undefined) {
    if (!isObject(result)) throw validation('Mocked result must be a JSON object.');
    return;
  }
  if (!isArray(result)) throw validation('Mocked result must be an array.');
  if (state.type === 'Parallel' && result.length !== state.programs?.length)
    throw validation('Mocked result must contain the same number of items as number of Parallel branches.');
}
