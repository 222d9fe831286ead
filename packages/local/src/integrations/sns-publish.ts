import { callAs, type Integration } from './integration.ts';
import { parametersOf } from './parameters.ts';
import { present } from './present.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { textValue } from './text-value.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
export const snsPublish: Integration = {
  name: 'sns:publish',
  patterns: ['requestResponse', 'waitForTaskToken'],
  request: { service: 'sns', operation: 'Publish', texts: ['Message'] },
  submit: async (parameters, context) => {
    const { Message, ...rest } = parametersOf('sns:publish', parameters);
    const message = Message === undefined || Message === null ? {} : { Message: textValue(Message) };
    const { MessageId, SequenceNumber } = await callAs(context, 'sns', 'Publish', { ...rest, ...message });
    return { ...present({ MessageId, SequenceNumber }), ...sdkMetadata() };
  },
};
