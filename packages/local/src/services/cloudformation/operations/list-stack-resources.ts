import type { ListStackResourcesInput, ListStackResourcesOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { stackResources } from '../stack-resources.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export const listStackResources = (
  parts: CloudFormationParts,
): Operation<ListStackResourcesInput, ListStackResourcesOutput> => ({
  authorize: onStack(parts),
  run: ({ StackName }) => ({
    StackResourceSummaries: stackResources(parts.stacks.get(StackName), parts),
  }),
});
