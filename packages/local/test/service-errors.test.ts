import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../src/errors.ts';
import { awsSdkErrors } from '../src/integrations/aws-sdk.ts';
import { optimizedError, sdkError } from '../src/integrations/service-errors.ts';
import { inAwsWords } from '../src/services/messaging/aws-words.ts';

const ID = '[0-9a-f-]{36}';

describe("a service's refusal, as a history names it", () => {
  it.each([
    [
      'SQS keeps the codes of its older protocol',
      'sqs',
      new AwsError('QueueDoesNotExist', 'The specified queue does not exist.'),
      'SQS.QueueDoesNotExistException',
      `The specified queue does not exist. (Service: AmazonSQS; Status Code: 400; Error Code: AWS.SimpleQueueService.NonExistentQueue; Request ID: ${ID}; Proxy: null)`,
    ],
    [
      'SNS has the code of the wire',
      'sns',
      new AwsError('NotFound', 'Topic does not exist', 404),
      'SNS.NotFoundException',
      `Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: ${ID}; Proxy: null)`,
    ],
    [
      'what an API does not declare has the general name',
      'sqs',
      new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.'),
      'SQS.AmazonSQSException',
      `The request must contain the parameter MessageBody. (Service: AmazonSQS; Status Code: 400; Error Code: MissingParameter; Request ID: ${ID}; Proxy: null)`,
    ],
  ])('%s', (_, service, refusal, error, cause) => {
    const named = optimizedError(service, refusal);
    expect(named.error).toBe(error);
    expect(named.cause).toMatch(wholly(cause));
  });

  it.each([
    ['Sqs', 'QueueDoesNotExist', 'Sqs.QueueDoesNotExistException', ''],
    ['Sns', 'NotFound', 'Sns.NotFoundException', ''],
    ['Sfn', 'AccessDeniedException', 'Sfn.SfnException', ''],
    ['S3', 'NoSuchKey', 'S3.NoSuchKeyException', `, Extended Request ID: ${ID}`],
    ['S3', 'AccessDenied', 'S3.S3Exception', `, Extended Request ID: ${ID}`],
  ])('an SDK call to %s that ends in %s is %s', (prefix, code, error, extended) => {
    const refusal = new AwsError(code, 'Not there.', 404);
    const named = sdkError(prefix, refusal, awsSdkErrors(prefix.toLowerCase()));
    expect(named.error).toBe(error);
    expect(named.cause).toMatch(
      wholly(`Not there. (Service: ${prefix}, Status Code: 404, Request ID: ${ID}${extended})`),
    );
  });
});

it.each([
  [
    'NoSuchBucket',
    'The specified bucket does not exist: b',
    'NoSuchBucket',
    'The specified bucket does not exist',
  ],
  ['InvalidParameter', 'Message is required', 'InvalidParameter', 'Invalid parameter: Empty message'],
  ['AWS.SimpleQueueService.MissingParameter', 'no group', 'MissingParameter', 'no group'],
  ['NoSuchKey', 'The specified key does not exist.', 'NoSuchKey', 'The specified key does not exist.'],
])('%s, "%s" of fauxqs is %s, "%s" of AWS', (code, message, awsCode, awsMessage) => {
  expect(inAwsWords(code, message, 400)).toMatchObject({ code: awsCode, message: awsMessage, status: 400 });
});

/** The whole text, in which only the ids are patterns. */
const wholly = (text: string) =>
  new RegExp(
    `^${text
      .split(ID)
      .map((part) => part.replace(/[.()]/gu, '\\$&'))
      .join(ID)}$`,
    'u',
  );
