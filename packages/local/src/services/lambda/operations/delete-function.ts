import { parseFunctionName } from '../function-name.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/**
 * Event source mappings of the function stay, as on AWS.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 */
export const deleteFunction = ({
  config,
  functions,
  invoker,
}: LambdaParts): LambdaOperation<'DeleteFunction'> => ({
  authorize: ({ FunctionName, Qualifier }) => ({
    resources: [parseFunctionName(FunctionName, config, Qualifier).resource],
  }),
  run: ({ FunctionName, Qualifier }) => {
    const { name } = functions.get(parseFunctionName(FunctionName, config, Qualifier));
    functions.delete(name);
    invoker.retire(name);
    return { StatusCode: 204 };
  },
});
