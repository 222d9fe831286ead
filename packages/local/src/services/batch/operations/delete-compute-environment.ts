import type { DeleteComputeEnvironmentRequest } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_DeleteComputeEnvironment.html */
export const deleteComputeEnvironment = (
  { environments, queues, arns }: BatchBooks,
  committed: () => Promise<void>,
): Operation<DeleteComputeEnvironmentRequest, object> => ({
  authorize: ({ computeEnvironment = '' }) => ({
    resources: [arns.computeEnvironment(nameIn(computeEnvironment))],
  }),
  run: async ({ computeEnvironment = '' }) => {
    const environment = environments.get(nameIn(computeEnvironment));
    if (environment === undefined) return {};
    if (environment.state !== 'DISABLED') throw batchErrors.mustBeDisabled();
    for (const [, queue] of queues.entries()) {
      if (queue.environments.includes(environment.name)) throw batchErrors.environmentInUse();
    }
    environments.delete(environment.name);
    await committed();
    return {};
  },
});
