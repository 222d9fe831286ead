import type {
  DescribeJobDefinitionsRequest,
  DescribeJobDefinitionsResponse,
  JobDefinition,
} from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { type BatchArns, nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { definitionKey, type JobDefinitionRecord } from '../job-definitions.ts';
import { page, refuseNamesWithMaxResults } from '../page.ts';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobDefinitions.html */
export const describeJobDefinitions = ({
  definitions,
  arns,
}: BatchBooks): Operation<DescribeJobDefinitionsRequest, DescribeJobDefinitionsResponse> => ({
  authorize: () => ({ resources: ['*'] }),
  run: (request, { requestId }) => {
    refuseNamesWithMaxResults('JobDefinitions', request.jobDefinitions, request.maxResults, requestId);
    const named = request.jobDefinitions?.map(nameIn);
    const found = definitions
      .all()
      .filter(
        (definition) =>
          (named === undefined ||
            named.includes(definitionKey(definition)) ||
            named.includes(definition.jobDefinitionName)) &&
          (request.jobDefinitionName === undefined ||
            definition.jobDefinitionName === request.jobDefinitionName) &&
          (request.status === undefined || definition.status === request.status),
      )
      .sort((a, b) => compare(a.jobDefinitionName, b.jobDefinitionName) || b.revision - a.revision);
    const { items, nextToken } = page(found, request);
    return {
      jobDefinitions: items.map((definition) => detail(definition, arns)),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  },
});

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

function detail(definition: JobDefinitionRecord, arns: BatchArns): JobDefinition {
  const { containerProperties: container, parameters, propagateTags, tags, ...rest } = definition;
  return {
    ...rest,
    jobDefinitionArn: arns.jobDefinition(definitionKey(definition)),
    parameters: parameters ?? {},
    containerProperties: {
      ...container,
      command: container?.command ?? [],
      volumes: container?.volumes ?? [],
      environment: container?.environment ?? [],
      mountPoints: container?.mountPoints ?? [],
      ulimits: container?.ulimits ?? [],
      resourceRequirements: container?.resourceRequirements ?? [],
      secrets: container?.secrets ?? [],
    },
    tags: tags ?? {},
    propagateTags: propagateTags ?? false,
    containerOrchestrationType: 'ECS',
  };
}
