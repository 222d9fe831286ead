import type { AddPermissionRequest } from '@aws-sdk/client-lambda';
import { statementExists } from '../errors.ts';
import { parseFunctionName } from '../function-name.ts';
import { demandRevision } from '../functions.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/**
 * Kept with the function; the callers here act under roles, so that no decision depends on it.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export const addPermission = ({ config, functions }: LambdaParts): LambdaOperation<'AddPermission'> => ({
  authorize: ({ FunctionName }) => ({ resources: [parseFunctionName(FunctionName, config).arn] }),
  run: (input) => {
    const reference = parseFunctionName(input.FunctionName, config, input.Qualifier);
    const record = functions.get(reference);
    demandRevision(record, input.RevisionId);
    const statement = statementOf(input, reference.resource);
    if (record.policy.some(({ Sid }) => Sid === statement.Sid)) throw statementExists(statement.Sid);
    functions.amend({ ...record, policy: [...record.policy, statement] });
    return { Statement: JSON.stringify(statement) };
  },
});

function statementOf(input: AddPermissionRequest, resource: string) {
  const { StatementId = '', Principal = '', Action } = input;
  const isService = Principal.endsWith('.amazonaws.com');
  const conditions = {
    ...(input.SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
    ...(input.SourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': input.SourceAccount } }),
  };
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: isService ? { Service: Principal } : { AWS: Principal },
    Action,
    Resource: resource,
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}
