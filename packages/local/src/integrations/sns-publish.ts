import { callAs, type Integration } from './integration.ts';
import { parametersOf } from './parameters.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { textValue } from './text-value.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
export const snsPublish: Integration = {
  name: 'sns:publish',
  patterns: ['requestResponse', 'waitForTaskToken'],
  submit: async (parameters, context) => {
    const { Message, ...rest } = parametersOf('sns:publish', parameters);
    const message = Message === undefined ? {} : { Message: textValue(Message) };
    const { MessageId = '' } = await callAs(context, 'sns', 'Publish', { ...rest, ...message });
    return { MessageId, ...sdkMetadata() };
  },
};
