import { parseFunctionName } from '../function-name.ts';
import { configurationOf } from '../function-record.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration = ({
  config,
  functions,
}: LambdaParts): LambdaOperation<'GetFunctionConfiguration'> => ({
  authorize: ({ FunctionName, Qualifier }) => ({
    resources: [parseFunctionName(FunctionName, config, Qualifier).resource],
  }),
  run: ({ FunctionName, Qualifier }) =>
    configurationOf(functions.get(parseFunctionName(FunctionName, config, Qualifier)), config),
});
