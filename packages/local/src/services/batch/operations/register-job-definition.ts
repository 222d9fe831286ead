import type { RegisterJobDefinitionRequest, RegisterJobDefinitionResponse } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { definitionKey } from '../job-definitions.ts';
import { validateJobDefinition } from '../validation/job-definition.ts';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html */
export const registerJobDefinition = (
  { definitions, arns }: BatchBooks,
  committed: () => Promise<void>,
): Operation<RegisterJobDefinitionRequest, RegisterJobDefinitionResponse> => ({
  authorize: ({ jobDefinitionName = '' }) => ({ resources: [arns.jobDefinition(jobDefinitionName)] }),
  run: async (request, { requestId }) => {
    const jobDefinitionName = validateJobDefinition(request, requestId);
    const definition = definitions.register({ ...request, jobDefinitionName });
    await committed();
    return {
      jobDefinitionName,
      jobDefinitionArn: arns.jobDefinition(definitionKey(definition)),
      revision: definition.revision,
    };
  },
});
