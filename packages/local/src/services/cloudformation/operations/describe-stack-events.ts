import type { DescribeStackEventsInput, DescribeStackEventsOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { shownEvent } from '../stack-events.ts';

const PAGE = 100;

/** The newest first. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html */
export const describeStackEvents = (
  parts: CloudFormationParts,
): Operation<DescribeStackEventsInput, DescribeStackEventsOutput> => ({
  authorize: onStack(parts),
  run: ({ StackName, NextToken = '' }) => {
    const stack = parts.stacks.get(StackName);
    const events = parts.events.of(stack.stackId).toReversed();
    // A token is the id of the first event of its page: new events come before it.
    const start = Math.max(
      events.findIndex(({ id }) => id === NextToken),
      0,
    );
    const next = events[start + PAGE];
    return {
      StackEvents: events.slice(start, start + PAGE).map((event) => shownEvent(stack, event)),
      ...(next === undefined ? {} : { NextToken: next.id }),
    };
  },
});
