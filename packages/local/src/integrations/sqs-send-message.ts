import { callAs, type Integration } from './integration.ts';
import { parametersOf } from './parameters.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { textValue } from './text-value.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html */
export const sqsSendMessage: Integration = {
  name: 'sqs:sendMessage',
  patterns: ['requestResponse', 'waitForTaskToken'],
  submit: async (parameters, context) => {
    const { MessageBody, ...rest } = parametersOf('sqs:sendMessage', parameters);
    const body = MessageBody === undefined ? {} : { MessageBody: textValue(MessageBody) };
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
