import { parseFunctionName } from '../function-name.ts';
import { within } from '../function-settings.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
export const putFunctionConcurrency = ({
  config,
  functions,
}: LambdaParts): LambdaOperation<'PutFunctionConcurrency'> => ({
  authorize: ({ FunctionName }) => ({ resources: [parseFunctionName(FunctionName, config).arn] }),
  run: ({ FunctionName, ReservedConcurrentExecutions = 0 }) => {
    const record = functions.get(parseFunctionName(FunctionName, config));
    within(ReservedConcurrentExecutions, 'reservedConcurrentExecutions', 0, 1000);
    functions.amend({ ...record, reservedConcurrency: ReservedConcurrentExecutions });
    return { ReservedConcurrentExecutions };
  },
});
