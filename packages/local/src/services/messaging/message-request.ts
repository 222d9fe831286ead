import { AwsError } from '../../errors.ts';
import type { HttpService } from '../../http-service.ts';
import { parseJson } from '../../protocol/parse-json.ts';

/** Reads an SQS request. @throws `SerializationException`, and a hint to clients of the older Query protocol */
export const readSqsRequest: HttpService['identify'] = ({ headers, body }) => {
  if (headers['content-type']?.includes('x-www-form-urlencoded')) {
    const message =
      'This endpoint speaks SQS in JSON only, and the request came in the older Query protocol: ' +
      'use AWS CLI 2.13.33 or 1.29.81, boto3 1.28.82, or later';
    throw new AwsError('InvalidAction', message);
  }
  const target = headers['x-amz-target'];
  const input = parseJson(body);
  return {
    operation: typeof target === 'string' ? target.slice(target.lastIndexOf('.') + 1) : '',
    input: typeof input === 'object' && input !== null ? input : {},
  };
};

/** Reads an SNS request, a form. */
export const readSnsRequest: HttpService['identify'] = ({ body }) => {
  const { Action = '', ...input } = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  return { operation: Action, input };
};
