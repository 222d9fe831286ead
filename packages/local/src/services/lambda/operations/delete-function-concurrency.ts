import { parseFunctionName } from '../function-name.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html */
export const deleteFunctionConcurrency = ({
  config,
  functions,
}: LambdaParts): LambdaOperation<'DeleteFunctionConcurrency'> => ({
  authorize: ({ FunctionName }) => ({ resources: [parseFunctionName(FunctionName, config).arn] }),
  run: ({ FunctionName }) => {
    const { reservedConcurrency: _, ...record } = functions.get(parseFunctionName(FunctionName, config));
    functions.amend(record);
    return {};
  },
});
