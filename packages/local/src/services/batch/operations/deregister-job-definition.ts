import type { DeregisterJobDefinitionRequest } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';

/** Jobs that use it go on. https://docs.aws.amazon.com/batch/latest/APIReference/API_DeregisterJobDefinition.html */
export const deregisterJobDefinition = (
  { definitions, arns }: BatchBooks,
  committed: () => Promise<void>,
): Operation<DeregisterJobDefinitionRequest, object> => ({
  authorize: ({ jobDefinition = '' }) => ({ resources: [arns.jobDefinition(nameIn(jobDefinition))] }),
  run: async ({ jobDefinition = '' }) => {
    if (!nameIn(jobDefinition).includes(':')) {
      throw batchErrors.invalid(
        `jobDefinition must be name:revision or an ARN with a revision; it is ${jobDefinition}`,
      );
    }
    const definition = definitions.get(jobDefinition);
    if (definition !== undefined) definitions.put({ ...definition, status: 'INACTIVE' });
    await committed();
    return {};
  },
});
