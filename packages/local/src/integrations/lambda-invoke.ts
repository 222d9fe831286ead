import type { Json } from '@batch-workflows/asl';
import { callAs, type Integration } from './integration.ts';
import { compactText, functionError, payloadOf } from './lambda-result.ts';
import { parametersOf } from './parameters.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { textValue } from './text-value.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export const lambdaInvoke: Integration = {
  name: 'lambda:invoke',
  patterns: ['requestResponse', 'waitForTaskToken'],
  request: { service: 'lambda', operation: 'Invoke' },
  submit: async (parameters, context) => {
    const { Payload, ...rest } = parametersOf('lambda:invoke', parameters);
    const answer = await callAs(context, 'lambda', 'Invoke', {
      ...rest,
      ...(Payload === undefined || Payload === null ? {} : { Payload: Buffer.from(textValue(Payload)) }),
    });
    if (answer.FunctionError !== undefined) throw functionError(compactText(answer.Payload));
    const status = answer.StatusCode ?? 200;
    const result: { [key: string]: Json } = {
      ...(answer.ExecutedVersion === undefined ? {} : { ExecutedVersion: answer.ExecutedVersion }),
      ...(answer.LogResult === undefined ? {} : { LogResult: answer.LogResult }),
      Payload: payloadOf(answer.Payload),
      ...sdkMetadata(status),
      StatusCode: status,
    };
    return result;
  },
};
