import type { TestStateCommandInput, TestStateCommandOutput } from '@aws-sdk/client-sfn';
import { isObject, type Json, type JsonObject, jsonSize, PAYLOAD_LIMIT } from '@batch-workflows/asl';
import type { Operation } from '../../../service.ts';
import { invalidExecutionInput, validation } from '../errors.ts';
import type { StatesParts } from '../parts.ts';
import { inspectionData } from '../test-state/inspection.ts';
import { itemData } from '../test-state/item-data.ts';
import { mockOf } from '../test-state/mock.ts';
import { requireModelled } from '../test-state/mock-schema.ts';
import { runState, type StateOutcome } from '../test-state/run-state.ts';
import { givenContext, ownContext } from '../test-state/test-context.ts';
import { requireRunnable, testedState } from '../test-state/tested-state.ts';
import { WrittenJson } from '../test-state/written-json.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export const testState = (
  parts: StatesParts,
): Operation<TestStateCommandInput, Omit<TestStateCommandOutput, '$metadata'>> => ({
  authorize: ({ revealSecrets = false }) => {
    const resources = ['*'];
    return [{ resources }, ...(revealSecrets ? [{ action: 'RevealSecrets', resources }] : [])];
  },
  run: async ({
    definition = '',
    roleArn,
    stateConfiguration = {},
    inspectionLevel = 'INFO',
    ...request
  }) => {
    const json = new WrittenJson();
    const tested = testedState(definition, request.stateName);
    const mock = mockOf(request.mock, tested, stateConfiguration, json);
    if (mock === undefined && tested.state.type === 'Task' && roleArn === undefined)
      throw validation('RoleArn must be specified when testing a Task state');
    if (mock === undefined && request.context !== undefined)
      throw validation('TestState does not support Context when a mock is not specified.');
    if (mock === undefined) requireRunnable(tested);
    if (mock?.result !== undefined) requireModelled(mock.result, tested, request.mock?.fieldValidationMode);
    const { retrierRetryCount: retries = 0, mapIterationFailureCount: failedIterations = 0 } =
      stateConfiguration;
    const given = request.context === undefined ? undefined : givenContext(request.context, json);
    const input = inputOf(request.input ?? '{}', json);
    const { mapItemReaderData } = stateConfiguration;
    const data =
      mapItemReaderData === undefined
        ? undefined
        : await itemData(mapItemReaderData, tested.definition, json);
    const now = parts.clock.now();
    const outcome = await runState(
      {
        tested,
        input,
        context: given ?? ownContext(tested.state.name, retries, { input, roleArn, now }, parts.config),
        variables: variablesOf(request.variables ?? '{}', json),
        roleArn,
        mock,
        retries,
        failedIterations,
        read: data?.items,
      },
      parts,
    );
    const { status, output, next, error, cause, stages, variables } = outcome;
    if (data?.isPointed === true) stages.set('afterItemsPointer', data.items);
    const seen = { input, stages, variables, errorDetails: errorDetailsOf(outcome) };
    return {
      status,
      ...(output === undefined ? {} : { output: json.text(output) }),
      ...(next === undefined ? {} : { nextState: next }),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      ...(inspectionLevel === 'INFO' ? {} : { inspectionData: inspectionData(seen, tested, json) }),
    };
  },
});

function inputOf(text: string, json: WrittenJson): Json {
  const input = parsed(text, json, () => invalidExecutionInput('Invalid execution input.'));
  if (jsonSize(input) > PAYLOAD_LIMIT)
    throw invalidExecutionInput(`the input has more than ${PAYLOAD_LIMIT} bytes`);
  return input;
}

function variablesOf(text: string, json: WrittenJson): JsonObject {
  const refusal = () => validation('Invalid variables provided: must be a JSON object');
  const variables = parsed(text, json, refusal);
  if (!isObject(variables)) throw refusal();
  return variables;
}

function parsed(text: string, json: WrittenJson, refusal: () => Error): Json {
  try {
    return json.parse(text);
  } catch {
    throw refusal();
  }
}

function errorDetailsOf({ retry, status, catcher }: StateOutcome) {
  if (retry !== undefined) return { retryIndex: retry.index, retryBackoffIntervalSeconds: retry.seconds };
  return status === 'CAUGHT_ERROR' ? { catchIndex: catcher } : undefined;
}
