import { callAs, type Integration } from './integration.ts';
import { functionError, payloadOf } from './lambda-result.ts';

/**
 * A Task whose Resource is a function's ARN: the input is the event, the function's answer is the result.
 * @param arn the function
 */
export const lambdaFunction = (arn: string): Integration => ({
  name: 'lambda',
  patterns: ['requestResponse'],
  submit: async (parameters, context) => {
    const answer = await callAs(context, 'lambda', 'Invoke', {
      FunctionName: arn,
      Payload: Buffer.from(JSON.stringify(parameters)),
    });
    if (answer.FunctionError !== undefined) throw functionError(answer.Payload);
    return payloadOf(answer.Payload);
  },
});
