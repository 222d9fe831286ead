import { AwsError } from '../../errors.ts';
import { awsService } from '../../iam/identity.ts';
import { roleNotAssumable } from './errors.ts';
import type { StatesParts } from './parts.ts';

/** Step Functions takes a role only if the role's trust policy lets it. @throws AccessDeniedException */
export async function requireAssumable(
  roleArn: string,
  stateMachineArn: string,
  { call, config }: StatesParts,
): Promise<void> {
  try {
    await call(
      'sts',
      'AssumeRole',
      { RoleArn: roleArn, RoleSessionName: 'StepFunctions' },
      { identity: awsService(config.accountId, 'states.amazonaws.com', stateMachineArn) },
    );
  } catch (error) {
    if (error instanceof AwsError) throw roleNotAssumable();
    throw error;
  }
}
