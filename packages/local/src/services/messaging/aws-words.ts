import { AwsError } from '../../errors.ts';

/** What fauxqs says → what AWS says. */
const MESSAGES: Readonly<Record<string, string>> = {
  'Message is required': 'Invalid parameter: Empty message',
  'TopicArn is required': 'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
};

/** A refusal of fauxqs's as AWS words it. */
export function inAwsWords(code: string, message: string, status: number): AwsError {
  if (code === 'NoSuchBucket') return new AwsError(code, 'The specified bucket does not exist', status);
  if (code === 'AWS.SimpleQueueService.MissingParameter')
    return new AwsError('MissingParameter', message, status);
  return new AwsError(code, MESSAGES[message] ?? message, status);
}
