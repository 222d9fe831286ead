import { jsonError } from './json-errors.ts';
import type { Protocol } from './protocol.ts';

/**
 * SQS's errors in its JSON protocol. Clients that once spoke the older Query protocol take the code from
 * `x-amzn-query-error`. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
 */
export const sqsErrors: Protocol['writeError'] = (error) => ({
  status: error.status,
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-errortype': error.code,
    'x-amzn-query-error': `${error.code};${error.status < 500 ? 'Sender' : 'Receiver'}`,
  },
  body: jsonError(error, undefined),
});
