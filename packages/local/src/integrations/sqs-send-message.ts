import type { Json } from '@batch-workflows/asl';
import { AwsError } from '../errors.ts';
import { callAs, type Integration } from './integration.ts';
import { parametersOf } from './parameters.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { TaskError } from './task-error.ts';
import { textValue } from './text-value.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html */
export const sqsSendMessage: Integration = {
  name: 'sqs:sendMessage',
  patterns: ['requestResponse', 'waitForTaskToken'],
  submit: async (parameters, context) => {
    const { MessageBody, ...rest } = parametersOf('sqs:sendMessage', parameters);
    requireReachable(rest['QueueUrl']);
    const body: { MessageBody?: string } =
      MessageBody === undefined ? {} : { MessageBody: textValue(MessageBody) };
    if (body.MessageBody === '') {
      throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
    }
    const answer = await callAs(context, 'sqs', 'SendMessage', { ...rest, ...body });
    return {
      MD5OfMessageBody: answer.MD5OfMessageBody ?? '',
      ...(answer.MD5OfMessageAttributes === undefined
        ? {}
        : { MD5OfMessageAttributes: answer.MD5OfMessageAttributes }),
      MessageId: answer.MessageId ?? '',
      ...sdkMetadata(),
    };
  },
};

/** A queue's URL is also where AWS sends the request: what is no URL is taken for a host that nobody knows. */
function requireReachable(queueUrl: Json | undefined): void {
  if (typeof queueUrl !== 'string' || URL.canParse(queueUrl)) return;
  throw new TaskError(
    'SQS.SdkClientException',
    `Unable to execute HTTP request: ${queueUrl}: Name or service not known`,
  );
}
