import { statementNotFound } from '../errors.ts';
import { parseFunctionName } from '../function-name.ts';
import { demandRevision } from '../functions.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
export const removePermission = ({
  config,
  functions,
}: LambdaParts): LambdaOperation<'RemovePermission'> => ({
  authorize: ({ FunctionName }) => ({ resources: [parseFunctionName(FunctionName, config).arn] }),
  run: ({ FunctionName, StatementId = '', Qualifier, RevisionId }) => {
    const record = functions.get(parseFunctionName(FunctionName, config, Qualifier));
    demandRevision(record, RevisionId);
    const policy = record.policy.filter(({ Sid }) => Sid !== StatementId);
    if (policy.length === record.policy.length) throw statementNotFound(StatementId);
    functions.amend({ ...record, policy });
    return {};
  },
});
