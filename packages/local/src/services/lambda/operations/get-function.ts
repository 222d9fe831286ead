import { pathToFileURL } from 'node:url';
import { parseFunctionName } from '../function-name.ts';
import { configurationOf } from '../function-record.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/**
 * `Code.Location` is the folder the zip was unpacked into, as a file URL.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export const getFunction = ({ code, config, functions }: LambdaParts): LambdaOperation<'GetFunction'> => ({
  authorize: ({ FunctionName, Qualifier }) => ({
    resources: [parseFunctionName(FunctionName, config, Qualifier).resource],
  }),
  run: ({ FunctionName, Qualifier }) => {
    const record = functions.get(parseFunctionName(FunctionName, config, Qualifier));
    const { reservedConcurrency, tags } = record;
    return {
      Configuration: configurationOf(record, config),
      Code: { RepositoryType: 'S3', Location: pathToFileURL(code.root(record.codeSha256)).href },
      ...(Object.keys(tags).length > 0 && { Tags: { ...tags } }),
      ...(reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
      }),
    };
  },
});
