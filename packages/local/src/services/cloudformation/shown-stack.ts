import type { Parameter, Stack } from '@aws-sdk/client-cloudformation';
import type { StackPlan, StackRecord } from './stack-record.ts';
import { readTemplateText } from './template-check.ts';

/** A stack as DescribeStacks gives it. */
export function shownStack(stack: StackRecord): Stack {
  const { plan = stack.target, reason, updatedAt, deletedAt } = stack;
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    CreationTime: new Date(stack.createdAt),
    ...(updatedAt === undefined ? {} : { LastUpdatedTime: new Date(updatedAt) }),
    ...(deletedAt === undefined ? {} : { DeletionTime: new Date(deletedAt) }),
    StackStatus: stack.status,
    ...(reason === undefined ? {} : { StackStatusReason: reason }),
    DisableRollback: stack.disableRollback,
    EnableTerminationProtection: stack.terminationProtection,
    NotificationARNs: [],
    Parameters: plan === undefined ? [] : shownParameters(plan),
    Capabilities: [...(plan?.capabilities ?? [])],
    Outputs: [...stack.outputs],
    Tags: [...(plan?.tags ?? [])],
  };
}

/** Each declared parameter with its value: the given one, else its default. */
export const shownParameters = ({ template, parameters }: StackPlan): Parameter[] =>
  Object.entries(readTemplateText(template).parameters).map(([ParameterKey, declared]) => {
    const byDefault = typeof declared === 'object' && declared !== null && 'Default' in declared;
    const ParameterValue = parameters[ParameterKey] ?? (byDefault ? String(declared.Default) : '');
    return { ParameterKey, ParameterValue };
  });
