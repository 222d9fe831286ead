import type { Json } from '@batch-workflows/asl';
import { AwsError } from '../errors.ts';
import { callAs, type Integration } from './integration.ts';
import { parametersOf } from './parameters.ts';
import { present } from './present.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { TaskError } from './task-error.ts';
import { textValue } from './text-value.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html */
export const sqsSendMessage: Integration = {
  name: 'sqs:sendMessage',
  patterns: ['requestResponse', 'waitForTaskToken'],
  request: { service: 'sqs', operation: 'SendMessage', texts: ['MessageBody'] },
  submit: async (parameters, context) => {
    const { MessageBody, ...rest } = parametersOf('sqs:sendMessage', parameters);
    requireReachable(rest['QueueUrl']);
    const body = MessageBody === undefined || MessageBody === null ? '' : textValue(MessageBody);
    if (body === '') {
      throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
    }
    const answer = await callAs(context, 'sqs', 'SendMessage', { ...rest, MessageBody: body });
    return {
      ...present({
        MD5OfMessageBody: answer.MD5OfMessageBody,
        MD5OfMessageAttributes: answer.MD5OfMessageAttributes,
        MD5OfMessageSystemAttributes: answer.MD5OfMessageSystemAttributes,
        MessageId: answer.MessageId,
        SequenceNumber: answer.SequenceNumber,
      }),
      ...sdkMetadata(),
    };
  },
};

/** A queue's URL is also where AWS sends the request: one that ends after its host names no queue of AWS's. */
function requireReachable(queueUrl: Json | undefined): void {
  if (typeof queueUrl !== 'string') return;
  const url = URL.canParse(queueUrl) ? new URL(queueUrl) : undefined;
  if (url !== undefined && url.pathname.length > 1) return;
  throw new TaskError(
    'SQS.SdkClientException',
    `Unable to execute HTTP request: ${url?.hostname ?? queueUrl}: Name or service not known`,
  );
}
