import type { KeyValuePair } from '@aws-sdk/client-batch';
import { batchErrors } from '../errors.ts';

/** https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html */
export function validateEnvironment(member: string, environment: readonly KeyValuePair[] | undefined): void {
  for (const { name } of environment ?? []) {
    if (name === undefined || name === '')
      throw batchErrors.invalid(`${member} has a variable without a name`);
    if (name.startsWith('AWS_BATCH')) {
      throw batchErrors.invalid(
        `${member} must not set ${name}: names that begin with AWS_BATCH are reserved`,
      );
    }
  }
}
