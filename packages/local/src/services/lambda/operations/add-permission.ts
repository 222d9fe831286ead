import type { AddPermissionRequest } from '@aws-sdk/client-lambda';
import type { PolicyPrincipal } from '../../../iam/policy.ts';
import { statementExists } from '../errors.ts';
import { parseFunctionName } from '../function-name.ts';
import type { PermissionStatement } from '../function-record.ts';
import { demandRevision } from '../functions.ts';
import type { LambdaParts } from '../lambda-parts.ts';
import type { LambdaOperation } from '../operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
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

function statementOf(input: AddPermissionRequest, Resource: string): PermissionStatement {
  const { StatementId = '', Principal = '', Action = '', SourceArn, SourceAccount, PrincipalOrgID } = input;
  const equals = {
    ...(SourceAccount !== undefined && { 'AWS:SourceAccount': SourceAccount }),
    ...(PrincipalOrgID !== undefined && { 'aws:PrincipalOrgID': PrincipalOrgID }),
  };
  const Condition = {
    ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
  };
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: principalOf(Principal),
    Action,
    Resource,
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}

function principalOf(name: string): PolicyPrincipal {
  if (name === '*') return '*';
  if (name.endsWith('.amazonaws.com')) return { Service: name };
  return { AWS: /^\d{12}$/u.test(name) ? `arn:aws:iam::${name}:root` : name };
}
