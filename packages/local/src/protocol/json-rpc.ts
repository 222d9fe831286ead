import { AwsError } from '../errors.ts';
import { jsonError } from './json-errors.ts';
import { parseJson } from './parse-json.ts';
import type { ProtocolOf } from './protocol.ts';

/**
 * awsJson1_0 and awsJson1_1: the operation is named in `X-Amz-Target`, input and output are the bodies.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export const jsonRpc =
  (version: '1.0' | '1.1'): ProtocolOf =>
  (model) => {
    const contentType = `application/x-amz-json-${version}`;
    return {
      read: ({ headers, body }) => {
        const target = headers['x-amz-target'];
        const name = typeof target === 'string' ? target.slice(target.lastIndexOf('.') + 1) : '';
        const operation = model.operations.get(name);
        if (operation === undefined) {
          const problem =
            name === '' ? 'the header X-Amz-Target is missing' : `there is no operation '${name}'`;
          throw new AwsError('UnknownOperationException', `Unknown operation: ${problem}`);
        }
        return { operation, input: operation.inputCodec.read(parseJson(body), '') };
      },
      write: (operation, output) => ({
        status: 200,
        headers: { 'content-type': contentType },
        body: JSON.stringify(operation.outputCodec.write(output ?? {})),
      }),
      writeError: (error) => {
        const shape = model.errors.get(error.code);
        return {
          status: shape?.status ?? error.status,
          headers: { 'content-type': contentType, 'x-amzn-errortype': error.code },
          body: jsonError(error, shape),
        };
      },
    };
  };
