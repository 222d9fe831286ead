import type {
  CreateComputeEnvironmentRequest,
  CreateComputeEnvironmentResponse,
} from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';
import { requireName } from '../validation/names.ts';
import { validateTags } from '../validation/tags.ts';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateComputeEnvironment.html */
export const createComputeEnvironment = (
  { environments, arns }: BatchBooks,
  committed: () => Promise<void>,
): Operation<CreateComputeEnvironmentRequest, CreateComputeEnvironmentResponse> => ({
  authorize: ({ computeEnvironmentName = '' }) => ({
    resources: [arns.computeEnvironment(computeEnvironmentName)],
  }),
  run: async (request) => {
    const { type, state = 'ENABLED', computeResources, unmanagedvCpus, serviceRole, tags = {} } = request;
    const name = requireName(request.computeEnvironmentName, 'computeEnvironmentName');
    if (request.eksConfiguration !== undefined) throw batchErrors.unsupported('eksConfiguration');
    if (type !== 'MANAGED' && type !== 'UNMANAGED') {
      throw batchErrors.invalid(`type must be MANAGED or UNMANAGED; it is ${type}`);
    }
    if (type === 'MANAGED' && !((computeResources?.maxvCpus ?? 0) > 0)) {
      throw batchErrors.invalid(
        'computeResources.maxvCpus must be specified for a MANAGED compute environment',
      );
    }
    validateTags(tags);
    if (environments.get(name) !== undefined) throw batchErrors.exists();
    environments.put(name, {
      name,
      type,
      state,
      ...(computeResources === undefined ? {} : { computeResources }),
      ...(unmanagedvCpus === undefined ? {} : { unmanagedvCpus }),
      ...(serviceRole === undefined ? {} : { serviceRole }),
      tags,
    });
    await committed();
    return { computeEnvironmentName: name, computeEnvironmentArn: arns.computeEnvironment(name) };
  },
});
