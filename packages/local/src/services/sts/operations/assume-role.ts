import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { assumedRoleArn } from '../../../iam/credentials.ts';
import type { Identity } from '../../../iam/identity.ts';
import { roleId } from '../../../iam/role-id.ts';
import { evaluateTrust } from '../../../iam/trust.ts';
import type { Operation } from '../../../service.ts';
import { stsErrors } from '../errors.ts';
import type { StsDependencies } from '../sts-service.ts';

const ROLE_ARN = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const DEFAULT_SECONDS = 3600;

/**
 * Temporary credentials of a role, when its trust policy names the caller. A role that was never registered
 * may be assumed by anyone. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole(dependencies: StsDependencies): Operation<AssumeRoleRequest, AssumeRoleResponse> {
  return {
    // Whether the caller's own policies matter is for the trust policy to say: see `checkTrust`.
    authorize: () => [],
    run: async (input, { identity }) => {
      const { RoleArn, RoleSessionName, DurationSeconds = DEFAULT_SECONDS } = validated(input);
      checkTrust(dependencies, identity, RoleArn);
      const { clock, credentials, store } = dependencies;
      const issued = credentials.issue(RoleArn, RoleSessionName, clock.now() + DurationSeconds * 1000);
      await store.committed();
      return {
        Credentials: {
          AccessKeyId: issued.accessKeyId,
          SecretAccessKey: issued.secretAccessKey,
          SessionToken: issued.sessionToken,
          Expiration: new Date(issued.expiration),
        },
        AssumedRoleUser: {
          AssumedRoleId: `${roleId(RoleArn)}:${RoleSessionName}`,
          Arn: assumedRoleArn(RoleArn, RoleSessionName),
        },
      };
    },
  };
}

function validated(input: AssumeRoleRequest): {
  RoleArn: string;
  RoleSessionName: string;
  DurationSeconds?: number;
} {
  const { RoleArn = '', RoleSessionName = '', DurationSeconds } = input;
  if (!ROLE_ARN.test(RoleArn)) throw stsErrors.invalid(`${RoleArn} is invalid`);
  if (!SESSION_NAME.test(RoleSessionName)) {
    throw stsErrors.invalid(
      `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}',
    );
  }
  if (DurationSeconds !== undefined && (DurationSeconds < 900 || DurationSeconds > 43_200)) {
    throw stsErrors.invalid(
      `1 validation error detected: Value '${DurationSeconds}' at 'durationSeconds' failed to satisfy constraint: ` +
        'Member must have value between 900 and 43200',
    );
  }
  if (input.Policy !== undefined || input.PolicyArns !== undefined) {
    throw stsErrors.invalid(
      'Session policies (Policy, PolicyArns) are not supported by this endpoint; leave them out',
    );
  }
  return { RoleArn, RoleSessionName, ...(DurationSeconds === undefined ? {} : { DurationSeconds }) };
}

function checkTrust(
  { roles, authorizer, iam = true }: StsDependencies,
  identity: Identity,
  roleArn: string,
): void {
  const role = roles.get(roleArn);
  if (!iam || role === undefined) return;
  const decision = evaluateTrust(role.trustPolicy, identity, authorizer.contextOf(identity));
  if (decision === 'explicitDeny' || decision === 'implicitDeny')
    throw stsErrors.accessDenied(identity.arn, roleArn);
  if (decision === 'account') authorizer.authorize(identity, 'sts', 'AssumeRole', { resources: [roleArn] });
}
