import { policyNotFound } from '../errors.ts';
import { parseFunctionName } from '../function-name.ts';
import { functionPolicy } from '../function-policy.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export const getPolicy = ({ config, functions }: LambdaParts): LambdaOperation<'GetPolicy'> => ({
  authorize: ({ FunctionName }) => ({ resources: [parseFunctionName(FunctionName, config).arn] }),
  run: ({ FunctionName, Qualifier }) => {
    const record = functions.get(parseFunctionName(FunctionName, config, Qualifier));
    const policy = functionPolicy(record);
    if (policy === undefined) throw policyNotFound();
    return { Policy: JSON.stringify({ ...policy, Id: 'default' }), RevisionId: record.revisionId };
  },
});
