import type {
  ComputeResource,
  ComputeResourceUpdate,
  UpdateComputeEnvironmentRequest,
  UpdateComputeEnvironmentResponse,
} from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';
import type { Lifecycle } from '../lifecycle.ts';

/** Jobs that run go on. https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdateComputeEnvironment.html */
export const updateComputeEnvironment = (
  { environments, arns }: BatchBooks,
  lifecycle: Lifecycle,
  committed: () => Promise<void>,
): Operation<UpdateComputeEnvironmentRequest, UpdateComputeEnvironmentResponse> => ({
  authorize: ({ computeEnvironment = '' }) => ({
    resources: [arns.computeEnvironment(nameIn(computeEnvironment))],
  }),
  run: async ({ computeEnvironment = '', state, unmanagedvCpus, computeResources, serviceRole }) => {
    const environment = environments.get(nameIn(computeEnvironment));
    if (environment === undefined) throw batchErrors.environmentNotFound(computeEnvironment);
    environments.put(environment.name, {
      ...environment,
      ...(state === undefined ? {} : { state }),
      ...(unmanagedvCpus === undefined ? {} : { unmanagedvCpus }),
      ...(serviceRole === undefined ? {} : { serviceRole }),
      ...(computeResources === undefined || environment.computeResources === undefined
        ? {}
        : { computeResources: updated(environment.computeResources, computeResources) }),
    });
    lifecycle.reschedule();
    await committed();
    return {
      computeEnvironmentName: environment.name,
      computeEnvironmentArn: arns.computeEnvironment(environment.name),
    };
  },
});

/** Members that are not given stay as they are. */
function updated(resources: ComputeResource, update: ComputeResourceUpdate): ComputeResource {
  const given = Object.entries(update).filter(([, value]) => value !== undefined);
  return { ...resources, ...Object.fromEntries(given) };
}
