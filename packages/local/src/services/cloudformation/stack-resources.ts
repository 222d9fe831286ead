import type { ResourceStatus, StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { madeOf } from '../../stack/remove-resources.ts';
import type { CloudFormationParts } from './cloudformation-parts.ts';
import type { StackRecord } from './stack-record.ts';

/** What a stack has, with what last happened to each. */
export function stackResources(
  { stackId, stackName, createdAt }: StackRecord,
  { events, made }: Pick<CloudFormationParts, 'events' | 'made'>,
): StackResourceSummary[] {
  const last = new Map(events.of(stackId).map((event) => [event.logicalId, event]));
  return [...madeOf(stackName, made)].map(([LogicalResourceId, { physicalId, type }]) => {
    const { at = createdAt, status = 'CREATE_COMPLETE', reason } = last.get(LogicalResourceId) ?? {};
    return {
      LogicalResourceId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      LastUpdatedTimestamp: new Date(at),
      ResourceStatus: status as ResourceStatus,
      ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
    };
  });
}
